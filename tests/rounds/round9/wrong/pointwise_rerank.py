"""Pointwise LLM reranking: one prompt per passage, relevance from the next token.

# bug: the raw "yes" logits of different prompts are compared, though each prompt has its own normaliser
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

PROMPT = "Passage: {passage}\nQuery: {query}\nIs the passage relevant to the query? yes or no:"


def relevance(model, tokenizer, query, passage, tok_id):
    enc = tokenizer(PROMPT.format(passage=passage, query=query), return_tensors="pt").to(model.device)
    with torch.no_grad():
        nxt = model(**enc).logits[0, -1]
    return nxt[tok_id].item()  # expect-near: SEQ502


def rerank(model, tokenizer, query, passages, top=10):
    (yes,) = tokenizer.encode(" yes", add_special_tokens=False)
    rel = [relevance(model, tokenizer, query, p, yes) for p in passages]
    order = sorted(range(len(passages)), key=rel.__getitem__, reverse=True)  # expect: SEQ502
    return [passages[i] for i in order[:top]]


if __name__ == "__main__":
    name = "HuggingFaceTB/SmolLM2-1.7B"
    tk = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name).eval()
    docs = [line.rstrip("\n") for line in open("passages.txt")]
    for d in rerank(lm, tk, "when was the eiffel tower built", docs):
        print(d)
