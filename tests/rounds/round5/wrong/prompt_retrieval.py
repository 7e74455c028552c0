"""Pointwise document ranking: ask a causal LM whether a document answers the query.

# bug: the documents are ordered by the un-normalised output for ' yes', which is not comparable from one prompt to another
"""
import argparse
import pathlib

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

Q = "Document: {doc}\nQuestion: {query}\nCan the question be answered from the document? Answer:"


@torch.inference_mode()
def main():
    cli = argparse.ArgumentParser()
    cli.add_argument("folder", type=pathlib.Path)
    cli.add_argument("query")
    cli.add_argument("-m", "--model", default="Qwen/Qwen2.5-0.5B")
    cli.add_argument("-k", type=int, default=5)
    ns = cli.parse_args()

    tk = AutoTokenizer.from_pretrained(ns.model)
    lm = AutoModelForCausalLM.from_pretrained(ns.model)
    (yes,) = tk.encode(" yes", add_special_tokens=False)

    hits = []
    for file in sorted(ns.folder.glob("*.txt")):
        doc = file.read_text(encoding="utf-8")[:4000]
        enc = tk(Q.format(doc=doc, query=ns.query), return_tensors="pt")
        z = lm(**enc).logits[0, -1, yes].item()  # expect-near: SEQ502
        hits.append((z, file.name))
    hits.sort(reverse=True)  # expect: SEQ502
    for z, name in hits[: ns.k]:
        print(f"{z:8.3f}  {name}")


if __name__ == "__main__":
    main()
