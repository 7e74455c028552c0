"""Self-check for text-to-SQL: drop queries whose log-likelihood is low.

# bug: compute_transition_scores of a greedy run is called without normalize_logits=True, so raw scores are summed as log-probs
"""
import logging

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

log = logging.getLogger(__name__)


class SqlGenerator:
    def __init__(self, checkpoint, cutoff=-12.0):
        self.tokenizer = AutoTokenizer.from_pretrained(checkpoint)
        self.model = AutoModelForCausalLM.from_pretrained(checkpoint)
        self.model.eval()
        self.cutoff = cutoff

    def answer(self, schema, question):
        text = f"-- schema\n{schema}\n-- question: {question}\nSELECT"
        inputs = self.tokenizer(text, return_tensors="pt")
        with torch.no_grad():
            gen = self.model.generate(
                **inputs,
                do_sample=False,
                num_beams=1,
                max_new_tokens=128,
                output_scores=True,
                return_dict_in_generate=True,
            )
        token_lp = self.model.compute_transition_scores(gen.sequences, gen.scores)  # expect: SEQ111
        loglik = token_lp[0].double().sum().item()  # expect-near: SEQ111
        log.info("log-likelihood %.2f", loglik)
        if loglik < self.cutoff:
            return None
        start = inputs["input_ids"].shape[1]
        return "SELECT" + self.tokenizer.decode(gen.sequences[0, start:], skip_special_tokens=True)
