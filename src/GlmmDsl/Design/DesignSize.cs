using GlmmDsl.Formulas;

namespace GlmmDsl.Design;

/// <summary>Refuses designs that memory cannot hold, before anything large is allocated.</summary>
internal static class DesignSize
{
    /// <summary>Checks the columns of terms that are held as plain columns.</summary>
    /// <exception cref="ModelDataException">They would need more memory than there is.</exception>
    public static void RefuseTooLarge(IEnumerable<PlanTerm> terms, IReadOnlyDictionary<PlanVariable, CodedVariable> variables, int rows)
    {
        double available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        double bytes = 0;
        foreach (PlanTerm term in terms)
        {
            long columns = TermColumns.Count(term, variables);
            bytes += (double)columns * rows * sizeof(double);
            if (bytes > available)
            {
                throw new ModelDataException(FormattableString.Invariant(
                    $"The term '{term.Name}' has {columns} columns of {rows} rows, which needs about {bytes / 1e9:F0} GB. A factor with so many levels belongs on the right of a bar: (1 | {term.Name})."));
            }
        }
    }
}
