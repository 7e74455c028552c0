"""Prefill pool: strips padding by row length and answers with prompt scores."""
import queue
import threading

import torch


class PrefillPool(threading.Thread):
    def __init__(self, model, inbox: "queue.Queue", outbox: "queue.Queue"):
        super().__init__(daemon=True)
        self.model, self.inbox, self.outbox = model, inbox, outbox

    @torch.inference_mode()
    def prompt_logprobs(self, ids):
        x = torch.tensor(ids, device=self.model.device)
        lp = self.model(x[None]).logits[0].float().log_softmax(-1)
        scored = [lp[i, t].item() for i, t in enumerate(ids[1:])]
        return [None] + scored

    def run(self):
        while (job := self.inbox.get()) is not None:
            rid, rows, lengths = job
            self.outbox.put((rid, [self.prompt_logprobs(r[:n]) for r, n in zip(rows, lengths) if n]))
