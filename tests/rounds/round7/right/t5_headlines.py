"""Headlines from T5, each with the mean token log-probability of the greedy output."""
import torch
from transformers import T5ForConditionalGeneration, T5TokenizerFast


class HeadlineWriter:
    def __init__(self, ckpt: str = "t5-small"):
        self.tk = T5TokenizerFast.from_pretrained(ckpt)
        self.net = T5ForConditionalGeneration.from_pretrained(ckpt).eval()

    def __call__(self, body: str):
        enc = self.tk("summarize: " + body, truncation=True, max_length=512, return_tensors="pt")
        gen = self.net.generate(**enc, do_sample=False, num_beams=1, min_new_tokens=1, max_new_tokens=32,
                                output_logits=True, return_dict_in_generate=True)
        steps = torch.stack(gen.logits, dim=1).float().log_softmax(dim=-1)
        produced = gen.sequences[:, 1:]
        lp = steps.gather(2, produced[:, :, None])[0, :, 0]
        return self.tk.decode(produced[0], skip_special_tokens=True), lp.mean().item()


if __name__ == "__main__":
    print(HeadlineWriter()(open("story.txt").read()))
