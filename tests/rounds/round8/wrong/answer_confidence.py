"""Confidence of the extracted field, used to route documents to a human.

# bug: the transition scores of a greedy run are taken for log-probabilities although they were never normalised
"""
import numpy as np


class FieldReader:
    """One document at a time, greedy decoding."""

    def __init__(self, tokenizer, model, floor=0.35):
        self.tokenizer, self.model, self.floor = tokenizer, model.eval(), floor

    def read(self, ocr_text, field):
        prompt = f"Document:\n{ocr_text}\n\nField: {field}\nValue:"
        batch = self.tokenizer(prompt, return_tensors="pt").to(self.model.device)
        gen = self.model.generate(
            **batch, max_new_tokens=32, do_sample=False, num_beams=1,
            return_dict_in_generate=True, output_scores=True,
        )
        tail = gen.sequences[0, batch["input_ids"].shape[1]:]
        trans = self.model.compute_transition_scores(gen.sequences, gen.scores)  # expect: SEQ111
        conf = float(np.exp(trans[0].float().cpu().numpy().sum()))  # expect-near: SEQ111
        value = self.tokenizer.decode(tail, skip_special_tokens=True).strip()
        return value, conf

    def route(self, ocr_text, fields):
        done, queue = {}, []
        for f in fields:
            value, conf = self.read(ocr_text, f)
            if conf < self.floor:
                queue.append(f)
            else:
                done[f] = value
        return done, queue
