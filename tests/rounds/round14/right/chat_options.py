"""Teacher-forced option log-probs for instruct models; the chat template's own special tokens are the only ones."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class ChatOptions:
    def __init__(self, ckpt="meta-llama/Llama-3.2-1B-Instruct"):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.net = AutoModelForCausalLM.from_pretrained(ckpt, torch_dtype=torch.float32).eval()

    def head(self, user):
        msgs = [{"role": "user", "content": user}]
        text = self.tok.apply_chat_template(msgs, tokenize=False, add_generation_prompt=True)
        return self.tok(text, add_special_tokens=False, return_tensors="pt").input_ids

    @torch.inference_mode()
    def option_logprob(self, head, option):
        # the header ends in a special token plus newlines that the template always splits from the reply
        tail = self.tok(option, add_special_tokens=False, return_tensors="pt").input_ids
        full = torch.cat([head, tail], dim=1)
        lp = self.net(full).logits[0, head.shape[1] - 1 : -1].log_softmax(-1)
        return lp.gather(1, tail[0][:, None]).sum().item()

    def rank(self, user, options):
        h = self.head(user)
        return sorted(options, key=lambda o: self.option_logprob(h, o), reverse=True)

    @torch.inference_mode()
    def reply(self, user, n=48):
        h = self.head(user)
        g = self.net.generate(h, attention_mask=torch.ones_like(h), do_sample=False, max_new_tokens=n,
                              output_logits=True, return_dict_in_generate=True)
        new = g.sequences[0, h.shape[1] :]
        lp = torch.stack(g.logits, dim=1)[0].log_softmax(-1)
        return self.tok.decode(new, skip_special_tokens=True), lp.gather(1, new[:, None]).sum().item()


if __name__ == "__main__":
    print(ChatOptions().rank("Is a tomato a fruit or a vegetable?", ["a fruit", "a vegetable"]))
