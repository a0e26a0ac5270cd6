"""Answers questions with LlamaIndex's CitationQueryEngine: a line of JSON in, a line of JSON out. Runs in .venv-bench.

Its defaults, but for similarity_top_k=3 and citation_chunk_size=512 (the values of its documentation). Same files,
GGUF, embedder and threads as Briefer; temperature 0, at most 256 tokens, the GGUF's own chat template.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
# Whatever a library prints goes to stderr: stdout has answers only.
OUT = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

# ruff: noqa: E402
import llama_cpp
from llama_index.core import SimpleDirectoryReader, VectorStoreIndex, __version__
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms import CompletionResponse, CompletionResponseGen, CustomLLM, LLMMetadata
from llama_index.core.query_engine import CitationQueryEngine
from llama_index.core.schema import MetadataMode
from pydantic import PrivateAttr
from sentence_transformers import SentenceTransformer

CONTEXT, MOST_TOKENS = 4096, 256


class Gguf(CustomLLM):
    """A GGUF file, greedily decoded in the chat template that it carries."""

    _llama: Any = PrivateAttr()

    def __init__(self, path: str) -> None:
        super().__init__()
        threads = len(os.sched_getaffinity(0))
        self._llama = llama_cpp.Llama(
            path, n_ctx=CONTEXT, n_threads=threads, n_threads_batch=threads, flash_attn=True, verbose=False
        )

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(context_window=CONTEXT, num_output=MOST_TOKENS)

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        reply = self._llama.create_chat_completion(
            [{"role": "user", "content": prompt}], temperature=0, max_tokens=MOST_TOKENS
        )
        return CompletionResponse(text=reply["choices"][0]["message"]["content"])

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        raise NotImplementedError


class Vectors(BaseEmbedding):
    """A sentence-transformers folder."""

    _model: Any = PrivateAttr()

    def __init__(self, path: str) -> None:
        super().__init__()
        self._model = SentenceTransformer(path, device="cpu", local_files_only=True)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._model.encode(text, normalize_embeddings=True, show_progress_bar=False).tolist()

    _get_query_embedding = _get_text_embedding

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


def main(articles: str, gguf: str, embedder: str) -> None:
    index = VectorStoreIndex.from_documents(SimpleDirectoryReader(articles).load_data(), embed_model=Vectors(embedder))
    engine = CitationQueryEngine.from_args(index, llm=Gguf(gguf), similarity_top_k=3, citation_chunk_size=512)
    answer({"version": __version__})
    for line in sys.stdin:
        started = time.perf_counter()
        reply = engine.query(json.loads(line))
        took = time.perf_counter() - started
        sources = [
            (node.node.metadata["file_name"], node.node.get_content(MetadataMode.NONE)) for node in reply.source_nodes
        ]
        answer({"text": str(reply), "sources": sources, "seconds": took})


def answer(value: dict[str, Any]) -> None:
    OUT.write(json.dumps(value) + "\n")
    OUT.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
