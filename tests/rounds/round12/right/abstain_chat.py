"""Chat answers with an abstention threshold on the mean token log-prob (raw model distribution)."""
import torch


def encode(tokenizer, question):
    chat = [{"role": "user", "content": question}]
    rendered = tokenizer.apply_chat_template(chat, tokenize=False, add_generation_prompt=True)
    return tokenizer(rendered, add_special_tokens=False, return_tensors="pt")


class Abstainer:
    def __init__(self, model, tokenizer, threshold=-0.7):
        self.model = model.eval()
        self.tokenizer = tokenizer
        self.threshold = threshold

    @torch.no_grad()
    def respond(self, question):
        inputs = encode(self.tokenizer, question).to(self.model.device)
        out = self.model.generate(**inputs, do_sample=False, max_new_tokens=64,
                                  output_logits=True, return_dict_in_generate=True)
        fresh = out.sequences[:, inputs["input_ids"].size(1):]
        lp = torch.stack(out.logits, dim=1).float().log_softmax(dim=-1)
        conf = lp.gather(-1, fresh.unsqueeze(-1)).mean().item()
        if conf < self.threshold:
            return None, conf
        return self.tokenizer.decode(fresh[0], skip_special_tokens=True), conf
