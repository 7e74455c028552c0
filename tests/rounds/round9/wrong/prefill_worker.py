"""Prefill worker: unpads request rows, runs one forward pass per row, answers with prompt scores.

# bug: rows are unpadded by truthiness, which deletes genuine tokens whose id is 0.
"""
import queue
import threading

import torch


class PrefillWorker(threading.Thread):
    def __init__(self, model, inbox: "queue.Queue", outbox: "queue.Queue"):
        super().__init__(daemon=True)
        self.model = model
        self.inbox = inbox
        self.outbox = outbox

    @torch.inference_mode()
    def prompt_logprobs(self, ids):
        x = torch.tensor(ids, device=self.model.device)
        lp = self.model(x[None]).logits[0, :-1].float().log_softmax(-1)
        return lp[torch.arange(len(ids) - 1, device=x.device), x[1:]].tolist()

    def run(self):
        while True:
            job = self.inbox.get()
            if job is None:
                break
            rid, rows = job
            answers = []
            for row in rows:
                ids = [t for t in row if t]  # expect: SEQ317
                answers.append(self.prompt_logprobs(ids) if len(ids) > 1 else [])
            self.outbox.put((rid, answers))
