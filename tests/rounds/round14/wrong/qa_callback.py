"""Trainer callback that tracks how likely the gold answers become during fine-tuning.

# bug: the prompt's tokens are averaged into the answer's score; nothing restricts the log-probs to the positions after the prompt.
"""
import torch
from torch.utils.tensorboard import SummaryWriter
from transformers import TrainerCallback


class GoldAnswerCallback(TrainerCallback):
    """Every `every` steps: log p(answer | question) per answer token, averaged over a fixed probe set."""

    def __init__(self, probes, tokenizer, log_dir, every=200):
        self.probes = probes
        self.tok = tokenizer
        self.every = every
        self.writer = SummaryWriter(log_dir)

    def _answer_score(self, model, question, answer):
        text = f"Question: {question}\nAnswer: {answer}"
        enc = self.tok(text, return_tensors="pt").to(model.device)
        logits = model(**enc).logits[0, :-1].float()
        lp = logits.log_softmax(-1)
        lp = lp.gather(1, enc["input_ids"][0, 1:].unsqueeze(1)).squeeze(1)
        return lp.mean().item()  # expect: SEQ301

    def on_step_end(self, args, state, control, model=None, **kw):
        if state.global_step % self.every:
            return control
        was_training = model.training
        model.eval()
        with torch.no_grad():
            vals = [self._answer_score(model, p["q"], p["a"]) for p in self.probes]
        model.train(was_training)
        self.writer.add_scalar("probe/answer_logprob", sum(vals) / len(vals), state.global_step)
        return control

    def on_train_end(self, args, state, control, **kw):
        self.writer.close()
