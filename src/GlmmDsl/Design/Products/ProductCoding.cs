using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Products;

/// <summary>How the columns of terms, coded by contrasts or indicators of the levels that occur, are made of uncoded columns.</summary>
/// <param name="levels">By key of a factor, the levels that have rows.</param>
internal sealed class ProductCoding(IReadOnlyDictionary<string, ImmutableArray<string>> levels)
{
    private readonly Dictionary<(string Key, Coding Coding), double[][]> contrasts = [];

    /// <summary>Names and coefficients of a term's columns.</summary>
    /// <param name="term">The term.</param>
    /// <param name="columns">The uncoded columns.</param>
    /// <returns>For each column R's name and the coefficients of the constant and of the uncoded columns.</returns>
    public IEnumerable<(string Name, double[] Coefficients)> Of(PlanTerm term, ImmutableArray<ProductColumn> columns)
    {
        Dictionary<string, int> places = columns.Select((c, i) => (c.Key, i)).ToDictionary(p => p.Key, p => p.i + 1, StringComparer.Ordinal);
        foreach (PlanColumn planned in term.Columns(v => levels[ProductSchema.KeyOf(v)]))
        {
            var coefficients = new double[columns.Length + 1];
            foreach ((ProductColumn column, double coefficient) in Parts(term, planned))
            {
                // A combination of levels without rows has no column, and would be a column of zeros.
                if (column.IsConstant)
                {
                    coefficients[0] += coefficient;
                }
                else if (places.TryGetValue(column.Key, out int place))
                {
                    coefficients[place] += coefficient;
                }
            }

            yield return (planned.Name, coefficients);
        }
    }

    private IEnumerable<(ProductColumn Column, double Coefficient)> Parts(PlanTerm term, PlanColumn planned)
    {
        IEnumerable<(ProductColumn Column, double Coefficient)> parts = [(new ProductColumn([], []), 1)];
        for (int i = 0; i < term.Factors.Length; i++)
        {
            PlanFactor factor = term.Factors[i];
            int part = planned.Parts[i];
            string key = ProductSchema.KeyOf(factor.Variable);
            if (factor.Encoding == Encoding.Numeric)
            {
                parts = parts.Select(p => (p.Column with { Numbers = p.Column.Numbers.Add((key, part)) }, p.Coefficient));
                continue;
            }

            ImmutableArray<string> labels = levels[key];
            double[] values = Values(factor, key, part);
            parts = parts.SelectMany(p => labels
                .Select((label, level) => (p.Column with { Cell = p.Column.Cell.Add((key, label)) }, p.Coefficient * values[level]))
                .Where(c => c.Item2 != 0));
        }

        return parts;
    }

    private double[] Values(PlanFactor factor, string key, int part)
    {
        int count = levels[key].Length;
        if (factor.Encoding == Encoding.Indicators)
        {
            var indicator = new double[count];
            indicator[part] = 1;
            return indicator;
        }

        if (!contrasts.TryGetValue((key, factor.Coding), out double[][]? columns))
        {
            columns = Contrasts.Of(factor.Coding, count);
            contrasts.Add((key, factor.Coding), columns);
        }

        return columns[part];
    }
}
