"""Choose the docstring that fits a function best: lowest perplexity of the finished
source under the code model wins.

# bug: argmax over perplexities picks the least likely docstring
"""
import ast

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def insert(src, doc):
    tree = ast.parse(src)
    fn = tree.body[0]
    fn.body.insert(0, ast.Expr(ast.Constant(doc)))
    return ast.unparse(ast.fix_missing_locations(tree))


class Fit:
    def __init__(self, repo="Salesforce/codegen-350M-mono"):
        self.t = AutoTokenizer.from_pretrained(repo)
        self.m = AutoModelForCausalLM.from_pretrained(repo).eval()

    @torch.inference_mode()
    def difficulty(self, source):
        enc = self.t(source, return_tensors="pt")
        return torch.exp(self.m(**enc, labels=enc["input_ids"]).loss)

    def best(self, src, docs):
        d = torch.stack([self.difficulty(insert(src, x)) for x in docs])
        return docs[int(d.argmax())]  # expect: SEQ501
