"""Yes/no margin of left-padded prompts."""
import torch


class YesNo:
    def __init__(self, tk, net):
        tk.padding_side = "left"
        self.tk, self.net = tk, net.eval()
        self.yes, self.no = (tk.convert_tokens_to_ids("▁" + w) for w in ("Yes", "No"))

    @torch.no_grad()
    def probability(self, prompts):
        """P(Yes) among the two words Yes and No."""
        enc = self.tk(prompts, padding=True, return_tensors="pt")
        m = enc["attention_mask"]
        pos = (m.cumsum(1) - 1).clamp(min=0)
        z = self.net(input_ids=enc["input_ids"], attention_mask=m, position_ids=pos).logits[:, -1].float()
        return torch.sigmoid(z[:, self.yes] - z[:, self.no])
