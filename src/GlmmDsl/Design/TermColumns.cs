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
            double[][][] parts = [.. term.Factors.Select(factor => PartsOf(factor, variables[factor.Variable]))];
            for (int i = 0; i < columns.Length; i++)
            {
                columns[i] = Product(parts, planned[i].Parts);
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

    private static double[][] PartsOf(PlanFactor factor, CodedVariable variable) =>
        [.. Enumerable.Range(0, variable.Width(factor.Encoding)).Select(part => variable.Column(factor.Encoding, part))];

    private static double[] Product(double[][][] parts, ImmutableArray<int> indices)
    {
        double[] first = parts[0][indices[0]];
        if (parts.Length == 1)
        {
            return first;
        }

        double[] product = [.. first];
        for (int factor = 1; factor < parts.Length; factor++)
        {
            double[] column = parts[factor][indices[factor]];
            for (int row = 0; row < product.Length; row++)
            {
                product[row] *= column[row];
            }
        }

        return product;
    }
}
