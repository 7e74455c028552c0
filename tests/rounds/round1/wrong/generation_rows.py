"""Post-process generations with their token scores.

# bug: transition scores are exponentiated although they were asked for unnormalised; the stacked generate() scores are gathered without log_softmax.
"""
import numpy as np
import torch


class UncertaintyMarker:
    def __init__(self, model, tokenizer, floor=0.5):
        self.model, self.tokenizer, self.floor = model, tokenizer, floor

    def _run(self, text):
        batch = self.tokenizer(text, return_tensors="pt").to(self.model.device)
        with torch.no_grad():
            out = self.model.generate(**batch, max_new_tokens=80, num_beams=1, do_sample=False,
                                      output_scores=True, return_dict_in_generate=True)
        scores = self.model.compute_transition_scores(
            out.sequences, out.scores, normalize_logits=False)  # expect: SEQ111
        fresh = out.sequences[0, batch["input_ids"].size(1):]
        return fresh, scores[0].float().cpu().numpy()

    def mark(self, text):
        ids, s = self._run(text)
        probs = np.exp(s)  # expect-near: SEQ111|SEQ103
        bits = []
        for i, p in zip(ids.tolist(), probs):
            w = self.tokenizer.decode([i])
            bits.append(w if p >= self.floor else f"[{w}?{p:.2f}]")
        return "".join(bits)


def run(model, tokenizer, questions):
    results = []
    for q in questions:
        inputs = tokenizer(q, return_tensors="pt").to(model.device)
        g = model.generate(**inputs, do_sample=False, max_new_tokens=32,
                           output_scores=True, return_dict_in_generate=True)
        answer = g.sequences[:, inputs["input_ids"].shape[1]:]
        per_step = torch.stack(g.scores).transpose(0, 1)
        chosen = per_step.gather(2, answer[:, :, None])[:, :, 0]  # expect-near: SEQ112|SEQ101
        results.append((tokenizer.decode(answer[0]), chosen.mean(-1).item()))  # expect: SEQ112|SEQ101
    return results
