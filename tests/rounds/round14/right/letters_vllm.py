"""Letter accuracy with vLLM; alternatives are read by token id."""
from vllm import LLM, SamplingParams


class Letters:
    def __init__(self, path, letters="ABCD"):
        self.llm = LLM(model=path, max_logprobs=50)
        tk = self.llm.get_tokenizer()
        self.ids = []
        for c in letters:
            ids = tk.encode(" " + c, add_special_tokens=False)
            assert len(ids) == 1, (c, ids)
            self.ids.append(ids[0])
        self.letters = letters
        self.sp = SamplingParams(temperature=0, max_tokens=1, logprobs=50)

    def predict(self, prompts):
        """A letter that is not among the 50 best tokens cannot be the prediction (-inf)."""
        preds = []
        for o in self.llm.generate(prompts, self.sp):
            first = o.outputs[0].logprobs[0]
            vals = [first[i].logprob if i in first else float("-inf") for i in self.ids]
            preds.append(self.letters[max(range(len(vals)), key=vals.__getitem__)])
        return preds
