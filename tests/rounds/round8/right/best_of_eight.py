"""Best of eight sampled continuations by the model's own log-probability."""
import torch


class BestOf:
    def __init__(self, lm, tok, k=8):
        self.lm, self.tok, self.k = lm.eval(), tok, k

    def _sample(self, opening):
        enc = self.tok(opening, return_tensors="pt")
        out = self.lm.generate(
            **enc, do_sample=True, temperature=0.9, num_return_sequences=self.k, max_new_tokens=64,
            pad_token_id=self.tok.eos_token_id, output_logits=True, return_dict_in_generate=True,
        )
        return out.sequences[:, enc.input_ids.shape[1]:], out.logits

    def __call__(self, opening):
        new, steps = self._sample(opening)
        ended = (new == self.tok.eos_token_id).int()
        real = (ended.cumsum(1) - ended) == 0
        lp = torch.stack(steps, dim=1).float().log_softmax(dim=2)
        lp = lp.gather(2, new[:, :, None]).squeeze(2)
        total = lp.masked_fill(~real, 0.0).sum(1)
        for t, s in sorted(zip(total.tolist(), self.tok.batch_decode(new, skip_special_tokens=True)), reverse=True):
            print(f"{round(t, 1):8} {s[:60]!r}")
        return self.tok.decode(new[total.argmax()], skip_special_tokens=True)
