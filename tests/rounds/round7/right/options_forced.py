"""log p(option | prompt) by one teacher-forced pass, and the model's own greedy answer for comparison."""
import torch


class Prober:
    def __init__(self, lm, eos_id):
        self.lm = lm.eval()
        self.eos_id = eos_id

    @torch.no_grad()
    def option(self, prompt, option):
        seq = torch.tensor([prompt + option])
        lp = self.lm(input_ids=seq).logits[:, :-1].float().log_softmax(-1)
        lp = lp.gather(-1, seq[:, 1:, None]).squeeze(-1)
        return lp[0, len(prompt) - 1:].sum().item()

    @torch.no_grad()
    def own(self, prompt, n):
        seq = torch.tensor([prompt])
        out = self.lm.generate(seq, attention_mask=torch.ones_like(seq), do_sample=False, min_new_tokens=1,
                               max_new_tokens=n, pad_token_id=self.eos_id,
                               return_dict_in_generate=True, output_logits=True)
        new = out.sequences[0, len(prompt):]
        lp = torch.stack(out.logits)[:, 0].float().log_softmax(-1)
        return new.tolist(), lp[torch.arange(len(new)), new].sum().item()

    def compare(self, prompt, options, n=8):
        own_ids, own_lp = self.own(prompt, n)
        return {"own": (own_ids, own_lp), "options": [self.option(prompt, o) for o in options]}
