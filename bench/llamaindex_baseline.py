"""Answers questions with LlamaIndex's CitationQueryEngine: a line of JSON in, a line of JSON out. Runs in .venv-bench.

Its defaults, but for similarity_top_k=3 and citation_chunk_size=512 (the values of its documentation). Same files,
GGUF, embedder and threads as Briefer; temperature 0, at most 256 tokens, the GGUF's own chat template.

With `ingest FOLDER EMBEDDER TOKENS` it makes an index of a folder in Chroma instead, in nodes of so many tokens, and
prints how many articles and nodes that were and how long it took.
"""

import json
import os
import sys
import tempfile
import time
from typing import Any

import chromadb
import llama_cpp
from llama_index.core import SimpleDirectoryReader, VectorStoreIndex, __version__
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.query_engine import CitationQueryEngine
from pydantic import PrivateAttr
from sentence_transformers import SentenceTransformer

CONTEXT, MOST_TOKENS, THREADS = 4096, 256, len(os.sched_getaffinity(0))


class Gguf(CustomLLM):
    _llama: Any = PrivateAttr()

    def __init__(self, path: str) -> None:
        super().__init__()
        threads = {"n_threads": THREADS, "n_threads_batch": THREADS}
        self._llama = llama_cpp.Llama(path, n_ctx=CONTEXT, flash_attn=True, verbose=False, **threads)

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(context_window=CONTEXT, num_output=MOST_TOKENS)

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        messages = [{"role": "user", "content": prompt}]
        reply = self._llama.create_chat_completion(messages, temperature=0, max_tokens=MOST_TOKENS)
        return CompletionResponse(text=reply["choices"][0]["message"]["content"])

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Any:
        raise NotImplementedError


class Vectors(BaseEmbedding):
    _model: Any = PrivateAttr()

    def __init__(self, path: str) -> None:
        super().__init__()
        self._model = SentenceTransformer(path, device="cpu", local_files_only=True)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._model.encode(text, normalize_embeddings=True, show_progress_bar=False).tolist()

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False).tolist()

    _get_query_embedding = _get_text_embedding

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


def main(articles: str, gguf: str, embedder: str) -> None:
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints goes to stderr
    index = VectorStoreIndex.from_documents(SimpleDirectoryReader(articles).load_data(), embed_model=Vectors(embedder))
    engine = CitationQueryEngine.from_args(index, llm=Gguf(gguf), similarity_top_k=3, citation_chunk_size=512)
    print(json.dumps(__version__), file=out, flush=True)
    for line in sys.stdin:
        started = time.perf_counter()
        reply = engine.query(json.loads(line))
        seconds = time.perf_counter() - started
        sources = [(node.node.metadata["file_name"], node.node.get_content()) for node in reply.source_nodes]
        print(json.dumps({"text": str(reply), "sources": sources, "seconds": seconds}), file=out, flush=True)


def ingest(articles: str, embedder: str, tokens: str) -> None:
    """Do what an ingestion into LlamaIndex's store over Chroma does: read, split, embed, add."""
    vectors = Vectors(embedder)
    vectors._get_text_embedding("loaded")
    started, used = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        documents = SimpleDirectoryReader(articles).load_data()
        split = SentenceSplitter(chunk_size=int(tokens), chunk_overlap=20)
        nodes = IngestionPipeline(transformations=[split, vectors]).run(documents=documents)
        made = chromadb.PersistentClient(folder).create_collection("nodes", embedding_function=None)
        for at in range(0, len(nodes), 1000):
            some = nodes[at : at + 1000]
            made.add([n.node_id for n in some], [n.embedding for n in some], documents=[n.get_content() for n in some])
        took = time.perf_counter() - started, time.process_time() - used
    print(json.dumps([len(documents), len(nodes), *took]))


if __name__ == "__main__":
    if sys.argv[1] == "ingest":
        ingest(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
