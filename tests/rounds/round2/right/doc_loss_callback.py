"""Callback: labels equal the inputs, the model shifts; n - 1 targets per document."""
import torch
from transformers import TrainerCallback


class DocumentLoss(TrainerCallback):
    def __init__(self, docs, tokenizer):
        self.seqs = [tokenizer(d, return_tensors="pt").input_ids for d in docs]

    @torch.no_grad()
    def on_evaluate(self, args, state, control, model=None, **kw):
        model.eval()
        nats, targets = 0.0, 0
        for seq in self.seqs:
            n = seq.shape[1] - 1
            if n < 1:
                continue
            seq = seq.to(model.device)
            nats += model(input_ids=seq, labels=seq).loss.item() * n
            targets += n
        state.log_history.append({"step": state.global_step, "doc_nll": nats / max(targets, 1)})
