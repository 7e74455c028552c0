"""Average log-probability of documents with vLLM.

# bug: the first entry of each position's mapping need not be the document's token
"""
import argparse

from vllm import LLM, SamplingParams


def document_scores(llm, docs):
    params = SamplingParams(max_tokens=1, prompt_logprobs=5, temperature=0.0)
    for out in llm.generate(docs, params):
        values = []
        for entry in out.prompt_logprobs[1:]:
            values.append(next(iter(entry.values())).logprob)  # expect: SEQ211
        yield sum(values) / max(len(values), 1)


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("model")
    p.add_argument("files", nargs="+")
    a = p.parse_args()
    engine = LLM(a.model)
    texts = [open(f).read() for f in a.files]
    for f, s in zip(a.files, document_scores(engine, texts)):
        print(f, s)
