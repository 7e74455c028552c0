"""Speaker: one object that answers and says how sure it was.

# bug: generate()'s scores are processed logits; they are gathered and summed without log_softmax
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Reply:
    __slots__ = ("text", "logprob", "n")

    def __init__(self, text, logprob, n):
        self.text, self.logprob, self.n = text, logprob, n

    def __repr__(self):
        return f"<Reply {self.text!r} lp={self.logprob:.2f} n={self.n}>"


class Speaker:
    def __init__(self, path, limit=40):
        self.tk = AutoTokenizer.from_pretrained(path)
        self.nn = AutoModelForCausalLM.from_pretrained(path).eval()
        self.limit = limit

    def ask(self, question):
        enc = self.tk(f"Q: {question}\nA:", return_tensors="pt")
        res = self.nn.generate(
            **enc,
            do_sample=False,
            num_beams=1,
            max_new_tokens=self.limit,
            return_dict_in_generate=True,
            output_scores=True,
            pad_token_id=self.tk.eos_token_id,
        )
        said = res.sequences[:, enc.input_ids.shape[1]:]
        steps = torch.stack(res.scores, dim=1)
        hit = torch.gather(steps, 2, said.unsqueeze(2)).squeeze(2)  # expect-near: SEQ112
        text = self.tk.decode(said[0], skip_special_tokens=True).strip()
        return Reply(text, hit[0].sum().item(), said.shape[1])  # expect: SEQ112


if __name__ == "__main__":
    sp = Speaker("HuggingFaceTB/SmolLM-135M")
    for q in ("Who wrote Faust?", "What is the boiling point of water?"):
        print(sp.ask(q))
