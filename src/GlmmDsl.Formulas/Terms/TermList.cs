namespace GlmmDsl.Formulas;

/// <summary>
/// A list of distinct terms in order of appearance, with the operators of R's <c>terms.formula</c>. Operators change and return the left list.
/// </summary>
internal sealed class TermList(ExpansionBudget budget)
{
    private readonly HashSet<VariableSet> seen = [];
    private List<EncodedTerm> terms = [];
    private int factors;

    public int Count => terms.Count;

    public IReadOnlyList<EncodedTerm> Terms => terms;

    public TermList Add(VariableSet variables, TextSpan span)
    {
        if (seen.Add(variables) && budget.Hold(terms.Count + 1, factors += variables.Members.Count))
        {
            terms.Add(new EncodedTerm(variables, span));
        }

        return this;
    }

    /// <summary><c>left + right</c></summary>
    public TermList Add(TermList right)
    {
        if (budget.Spend(right.terms.Count))
        {
            foreach (EncodedTerm term in right.terms)
            {
                Add(term.Variables, term.Span);
            }
        }

        return this;
    }

    /// <summary><c>left - right</c></summary>
    public TermList Remove(TermList right)
    {
        int before = seen.Count;
        if (budget.Spend(right.terms.Count))
        {
            seen.ExceptWith(right.seen);
        }

        if (seen.Count < before && budget.Spend(terms.Count))
        {
            terms = terms.Where(term => seen.Contains(term.Variables)).ToList();
            factors = terms.Sum(term => term.Variables.Members.Count);
        }

        return this;
    }

    /// <summary><c>left : right</c>, every term of one with every term of the other.</summary>
    public TermList Interact(TermList right, TextSpan span)
    {
        var product = new TermList(budget);
        foreach (EncodedTerm a in terms)
        {
            foreach (EncodedTerm b in right.terms)
            {
                if (!budget.Spend(a.Variables.Members.Count + b.Variables.Members.Count))
                {
                    return product;
                }

                VariableSet union = a.Variables.Union(b.Variables);
                product.Add(union, union.Equals(a.Variables) ? a.Span : span);
            }
        }

        return product;
    }

    /// <summary><c>left * right</c> is <c>left + right + left:right</c>.</summary>
    public TermList Cross(TermList right, TextSpan span)
    {
        TermList product = Interact(right, span);
        return Add(right).Add(product);
    }

    /// <summary><c>left / right</c> is <c>left</c> and each term of the right within all variables of the left.</summary>
    public TermList Nest(TermList right, TextSpan span)
    {
        var within = new TermList(budget).Add(AllVariables(), span);
        TermList nested = within.Interact(right, span);
        return Add(nested);
    }

    /// <summary><c>left %in% right</c>: each term of the left within all variables of the right.</summary>
    public TermList In(TermList right, TextSpan span) =>
        Interact(new TermList(budget).Add(right.AllVariables(), span), span);

    /// <summary><c>left ^ exponent</c>: crossing with itself, which ends early once nothing new appears.</summary>
    public TermList Power(int exponent, TextSpan span)
    {
        TermList power = this;
        for (int i = 1; i < exponent && !budget.IsExceeded; i++)
        {
            TermList next = Interact(power, span);
            if (next.Count == power.Count)
            {
                return next;
            }

            power = next;
        }

        return power;
    }

    /// <summary>R's order: by number of variables, then by appearance.</summary>
    public IEnumerable<EncodedTerm> InOrder() => terms.OrderBy(term => term.Variables.Members.Count);

    private VariableSet AllVariables()
    {
        VariableSet all = terms[0].Variables;
        foreach (EncodedTerm term in terms)
        {
            budget.Spend(all.Members.Count);
            all = all.Union(term.Variables);
        }

        return all;
    }
}
