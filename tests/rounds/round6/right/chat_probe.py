"""Reply log-prob in chat format; the template already holds every special token."""
import torch


class ChatProbe:
    def __init__(self, llm, tok, end="<|eot_id|>"):
        self.llm, self.tok, self.end = llm.eval(), tok, end

    @torch.no_grad()
    def __call__(self, question, reply):
        head = self.tok.apply_chat_template(
            [{"role": "user", "content": question}], tokenize=False, add_generation_prompt=True
        )
        enc = self.tok(
            head + reply + self.end,
            add_special_tokens=False,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        ids = enc["input_ids"].to(self.llm.device)
        lp = self.llm(ids).logits[0, :-1].float().log_softmax(-1)
        lp = lp.gather(1, ids[0, 1:, None])[:, 0]
        sel = (enc["offset_mapping"][0, 1:, 1] > len(head)).to(lp.device)
        return lp[sel].sum().item()
