using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Checks;

/// <summary>Notices of interactions of factors in which combinations of levels have no rows.</summary>
internal static class EmptyCellNotices
{
    /// <summary>Adds a notice for each interaction with empty cells, unless the notice of a smaller interaction inside it covers it.</summary>
    public static void Add(IEnumerable<PlanTerm> terms, IReadOnlyDictionary<PlanVariable, CodedVariable> variables, List<Notice> notices)
    {
        var reported = new List<PlanVariable[]>();
        foreach (PlanTerm term in terms)
        {
            PlanVariable[] factors = [.. term.Factors.Select(f => f.Variable).Where(v => v.IsCategorical)];
            if (factors.Length < 2 || reported.Exists(r => !r.Except(factors).Any()))
            {
                continue;
            }

            double cells = variables[factors[0]].Levels.Length;
            int occurring = variables[factors[0]].Levels.Length;
            int[] codes = variables[factors[0]].Codes;
            foreach (CodedVariable variable in factors.Skip(1).Select(v => variables[v]))
            {
                (long[] keys, codes) = Combinations.Of(codes, occurring, variable.Codes, variable.Levels.Length);
                occurring = keys.Length;
                cells *= variable.Levels.Length;
            }

            if (occurring < cells)
            {
                reported.Add(factors);
                string[] names = [.. factors.Select(v => v.Name)];
                int empty = (int)Math.Min(cells - occurring, int.MaxValue);
                notices.Add(new Notice(
                    NoticeId.EmptyCells,
                    FormattableString.Invariant($"{empty} of the {cells:F0} combinations of levels of '{string.Join(":", names)}' have no rows: their effects cannot be estimated, and effects of '{term.Name}' compare only the combinations that occur."),
                    names,
                    empty));
            }
        }
    }
}
