using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Products;

/// <summary>Makes the uncoded columns of terms from rows.</summary>
/// <param name="numbers">By key, the columns of numeric variables in the rows used.</param>
/// <param name="codes">By key, the codes of factors in the rows used.</param>
/// <param name="levels">By key, their levels.</param>
/// <param name="rows">Number of rows.</param>
internal sealed class CellColumns(
    IReadOnlyDictionary<string, double[][]> numbers, IReadOnlyDictionary<string, int[]> codes, IReadOnlyDictionary<string, FactorLevels> levels, int rows)
{
    /// <summary>The columns that the terms' own are made of, each once, without the constant.</summary>
    /// <exception cref="ModelDataException">More columns than memory can hold.</exception>
    public (ImmutableArray<ProductColumn> Columns, ImmutableArray<double[]> Values) Of(IEnumerable<PlanTerm> terms)
    {
        var columns = ImmutableArray.CreateBuilder<ProductColumn>();
        var values = ImmutableArray.CreateBuilder<double[]>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (PlanTerm term in terms)
        {
            (ImmutableArray<ImmutableArray<string>> cells, int[] cellOfRow) = Cells(term);
            foreach (ImmutableArray<(string Variable, int Part)> product in Products(term))
            {
                RefuseTooMany(term, columns.Count + (long)cells.Length);
                double[]? number = null;
                for (int c = 0; c < cells.Length; c++)
                {
                    var column = new ProductColumn(product, Cell(term, cells[c]));
                    if (!column.IsConstant && known.Add(column.Key))
                    {
                        number ??= Product(product);
                        columns.Add(column);
                        values.Add(InCell(number, cellOfRow, c, column.Cell.IsEmpty));
                    }
                }
            }
        }

        return (columns.ToImmutable(), values.ToImmutable());
    }

    /// <summary>The products of columns of a term's numeric variables; one empty product when it has none.</summary>
    public static IEnumerable<ImmutableArray<(string Variable, int Part)>> Products(PlanTerm term)
    {
        IEnumerable<ImmutableArray<(string Variable, int Part)>> products = [[]];
        foreach (PlanFactor factor in term.Factors.Where(f => f.Encoding == Encoding.Numeric))
        {
            string key = ProductSchema.KeyOf(factor.Variable);
            int width = factor.Variable.Suffixes.Length;
            products = products.SelectMany(p => Enumerable.Range(0, width).Select(part => p.Add((key, part))));
        }

        return products;
    }

    /// <summary>The factors of a term.</summary>
    public static IEnumerable<string> Factors(PlanTerm term) =>
        term.Factors.Where(f => f.Encoding != Encoding.Numeric).Select(f => ProductSchema.KeyOf(f.Variable));

    private static ImmutableArray<(string Factor, string Level)> Cell(PlanTerm term, ImmutableArray<string> labels) =>
        [.. Factors(term).Zip(labels)];

    private (ImmutableArray<ImmutableArray<string>> Cells, int[] CellOfRow) Cells(PlanTerm term)
    {
        ImmutableArray<ImmutableArray<string>> cells = [[]];
        var cellOfRow = new int[rows];
        foreach (string factor in Factors(term))
        {
            ImmutableArray<string> labels = levels[factor].Labels;
            (long[] keys, cellOfRow) = Combinations.Of(cellOfRow, cells.Length, codes[factor], labels.Length);
            ImmutableArray<ImmutableArray<string>> prefixes = cells;
            cells = [.. keys.Select(key => prefixes[(int)(key / labels.Length)].Add(labels[(int)(key % labels.Length)]))];
        }

        return (cells, cellOfRow);
    }

    private double[] Product(ImmutableArray<(string Variable, int Part)> product)
    {
        if (product.IsEmpty)
        {
            var ones = new double[rows];
            Array.Fill(ones, 1.0);
            return ones;
        }

        double[] first = numbers[product[0].Variable][product[0].Part];
        if (product.Length == 1)
        {
            return first;
        }

        double[] values = [.. first];
        foreach ((string variable, int part) in product.Skip(1))
        {
            double[] factor = numbers[variable][part];
            for (int row = 0; row < values.Length; row++)
            {
                values[row] *= factor[row];
            }
        }

        return values;
    }

    private static double[] InCell(double[] number, int[] cellOfRow, int cell, bool isEverywhere)
    {
        if (isEverywhere)
        {
            return number;
        }

        var values = new double[number.Length];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = cellOfRow[row] == cell ? number[row] : 0;
        }

        return values;
    }

    private void RefuseTooMany(PlanTerm term, long columns)
    {
        // The fixed block alone is columns × columns.
        double bytes = (double)columns * Math.Max(rows, columns) * sizeof(double);
        if (bytes > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes || columns * columns > Array.MaxLength)
        {
            throw new ModelDataException(FormattableString.Invariant(
                $"With the term '{term.Name}' there are {columns} columns, whose cross-products need about {bytes / 1e9:F0} GB. A factor with so many levels belongs on the right of a bar: (1 | {term.Name})."));
        }
    }
}
