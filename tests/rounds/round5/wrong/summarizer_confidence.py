"""Summaries with a log-probability for the audit table.

# bug: compute_transition_scores is called without normalize_logits=True, so greedy scores are logits and not log-probs
"""
import sqlite3

import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

CHECKPOINT = "models/flan-t5-notes"


class Summarizer:
    def __init__(self, db):
        self.tok = AutoTokenizer.from_pretrained(CHECKPOINT)
        self.net = AutoModelForSeq2SeqLM.from_pretrained(CHECKPOINT).eval()
        self.db = sqlite3.connect(db)
        self.db.execute("create table if not exists audit (doc text, summary text, logprob real)")

    def run(self, doc):
        enc = self.tok(doc, truncation=True, max_length=1024, return_tensors="pt")
        gen = self.net.generate(
            **enc,
            num_beams=1,
            do_sample=False,
            max_new_tokens=120,
            output_scores=True,
            return_dict_in_generate=True,
        )
        steps = self.net.compute_transition_scores(gen.sequences, gen.scores)  # expect: SEQ111
        logprob = steps[0].sum().item()  # expect-near: SEQ111
        summary = self.tok.decode(gen.sequences[0], skip_special_tokens=True)
        self.db.execute("insert into audit values (?, ?, ?)", (doc, summary, logprob))
        self.db.commit()
        return summary, logprob


if __name__ == "__main__":
    torch.manual_seed(0)
    s = Summarizer("audit.db")
    print(s.run(open("article.txt").read()))
