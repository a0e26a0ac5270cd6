"""The errors that Briefer raises, in one tree. Knows nothing of what raises them.

BrieferError
├── UsageError              what was asked for cannot be asked (exit code 2)
├── StoppedError            whoever asked for something no longer wants it
├── CorpusError             the folder of articles cannot be used
│   └── ArticleNotFoundError
├── ReadError               one file cannot be read: as an article, or as what the program wrote
│   └── KindError           no reader takes files of its kind; it says so of the kind and names no file
├── LibraryError            the index cannot be opened, written or repaired
│   └── BusyError           another process is writing it
├── PromptError             a prompt file or a variable of it is missing
├── EvaluationError         an evaluation set or a report cannot be used
└── ModelError
    ├── UnknownModelError   the name is not in models.toml
    ├── ModelNotFoundError  known, but not on this computer
    ├── ModelLoadError      the file is there and cannot be used
    ├── OutputError         a model's output is not what its grammar allows
    │   └── ContextError    there is none, because the request does not fit the model's context
    └── FetchError          no source gave the file whole and unaltered
"""


class BrieferError(Exception):
    """Anything that Briefer reports in one line: what failed, the value, and the remedy."""


class UsageError(BrieferError):
    """What was asked for cannot be asked: an empty question, a date that is none."""


class StoppedError(BrieferError):
    """Whoever asked for something no longer wants it. A `report` or `claimed` raises it to end a request."""


class CorpusError(BrieferError):
    """The folder of articles is missing, empty or cannot be listed."""


class ArticleNotFoundError(CorpusError):
    """No article of that path is in the library."""


class ReadError(BrieferError):
    """One file cannot be read, as an article or as what the program wrote; others still can."""


class KindError(ReadError):
    """No reader takes files of this kind. It names no file, so that many can be told at once."""


class LibraryError(BrieferError):
    """The index cannot be opened, written or repaired."""


class BusyError(LibraryError):
    """Another process is writing the index, and went on for longer than was waited."""


class PromptError(BrieferError):
    """A prompt file is missing, or a variable of it was not given or is not known."""


class EvaluationError(BrieferError):
    """An evaluation set or a report of one is absent, broken or of no known kind."""


class ModelError(BrieferError):
    """Anything that concerns a model."""


class UnknownModelError(ModelError):
    """The name is neither in models.toml nor a GGUF file."""


class ModelNotFoundError(ModelError):
    """The model is known but its files are not on this computer."""


class ModelLoadError(ModelError):
    """The model's file is there and cannot be used."""


class OutputError(ModelError):
    """A model's output does not fit the schema that was asked for."""


class ContextError(OutputError):
    """A request does not fit the model's context, so that no output can come of it."""


class FetchError(ModelError):
    """No source gave the model's files whole and unaltered."""
