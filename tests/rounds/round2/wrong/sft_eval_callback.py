"""Callback that evaluates the SFT loss on a fixed set of documents.

# bug: labels are cut to start at token 1 although the model shifts them itself
"""
import torch
from transformers import TrainerCallback


class DocLossCallback(TrainerCallback):
    def __init__(self, docs, tokenizer):
        self.seqs = [tokenizer(d, return_tensors="pt").input_ids for d in docs]

    @torch.no_grad()
    def on_evaluate(self, args, state, control, model=None, **kw):
        model.eval()
        total, n = 0.0, 0
        for seq in self.seqs:
            seq = seq.to(model.device)
            if seq.shape[1] < 3:
                continue
            inp = seq[:, :-1]
            tgt = seq[:, 1:]
            res = model(input_ids=inp, labels=tgt)  # expect: SEQ202
            k = tgt.shape[1] - 1
            total += res.loss.item() * k
            n += k
        state.log_history.append({"step": state.global_step, "doc_nll": total / max(n, 1)})
