using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design;

/// <summary>The fixed-effects columns of a design.</summary>
/// <param name="Names">R's names of the p columns.</param>
/// <param name="Columns">The p columns of n numbers.</param>
/// <param name="TermOfColumn">For each column, the index of its term in the plan.</param>
internal sealed record FixedEffectsColumns(ImmutableArray<string> Names, double[][] Columns, ImmutableArray<int> TermOfColumn)
{
    /// <summary>Makes the columns of all terms in the plan's order.</summary>
    /// <exception cref="ModelDataException">More columns than memory can hold.</exception>
    public static FixedEffectsColumns Of(
        ImmutableArray<PlanTerm> terms, IReadOnlyDictionary<PlanVariable, CodedVariable> variables, int rows, CancellationToken cancellationToken)
    {
        DesignSize.RefuseTooLarge(terms, variables, rows);
        var names = ImmutableArray.CreateBuilder<string>();
        var columns = new List<double[]>();
        var termOfColumn = ImmutableArray.CreateBuilder<int>();
        for (int term = 0; term < terms.Length; term++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (ImmutableArray<string> termNames, double[]?[] termColumns) = TermColumns.Of(terms[term], variables);
            names.AddRange(termNames);
            foreach (double[]? column in termColumns)
            {
                columns.Add(column ?? Ones(rows));
                termOfColumn.Add(term);
            }
        }

        return new FixedEffectsColumns(names.ToImmutable(), [.. columns], termOfColumn.ToImmutable());
    }

    /// <summary>
    /// Whether the constant is a column or a sum of columns by construction: an intercept, or a term that is indicators throughout.
    /// </summary>
    public static bool SpanIntercept(ImmutableArray<PlanTerm> terms) =>
        terms.Any(term => term.Factors.All(factor => factor.Encoding == Encoding.Indicators));

    private static double[] Ones(int rows)
    {
        var ones = new double[rows];
        Array.Fill(ones, 1.0);
        return ones;
    }
}
