using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design;

/// <summary>Makes the columns of a term: products of the columns of its variables.</summary>
internal static class TermColumns
{
    /// <summary>The columns of a term, in the plan's order; null stands for the constant 1.</summary>
    public static (ImmutableArray<string> Names, double[]?[] Columns) Of(PlanTerm term, IReadOnlyDictionary<PlanVariable, CodedVariable> variables)
    {
        ImmutableArray<PlanColumn> planned = term.Columns(v => variables[v].Levels);
        var columns = new double[]?[planned.Length];
        if (!term.IsIntercept)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                columns[i] = Product(term.Factors, planned[i].Parts, variables);
            }
        }

        return ([.. planned.Select(c => c.Name)], columns);
    }

    /// <summary>Number of columns of a term, without making them.</summary>
    public static long Count(PlanTerm term, IReadOnlyDictionary<PlanVariable, CodedVariable> variables)
    {
        double count = 1;
        foreach (PlanFactor factor in term.Factors)
        {
            count *= variables[factor.Variable].Width(factor.Encoding);
        }

        return (long)Math.Min(count, long.MaxValue / 2);
    }

    private static double[] Product(
        ImmutableArray<PlanFactor> factors, ImmutableArray<int> parts, IReadOnlyDictionary<PlanVariable, CodedVariable> variables)
    {
        double[] first = variables[factors[0].Variable].Column(factors[0], parts[0]);
        if (factors.Length == 1)
        {
            return first;
        }

        // Numbers are handed out as they are, so they must not be written to.
        double[] product = factors[0].Encoding == Encoding.Numeric ? [.. first] : first;
        for (int i = 1; i < factors.Length; i++)
        {
            variables[factors[i].Variable].MultiplyInto(product, factors[i], parts[i]);
        }

        return product;
    }
}
