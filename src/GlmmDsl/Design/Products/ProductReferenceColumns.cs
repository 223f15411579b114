using System.Collections.Immutable;
using System.Globalization;
using GlmmDsl.Data;
using GlmmDsl.Design.Expressions;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Products;

/// <summary>
/// What cross-products know of the columns that predictors are made of. The mean of a numeric column is known where it is a column of the fixed part
/// itself, alone or in the cells of factors, and all rows weigh the same.
/// </summary>
internal static class ProductReferenceColumns
{
    /// <summary>Finds the columns with the values that stand for the rows.</summary>
    /// <param name="products">The cross-products.</param>
    /// <param name="levels">By key of a factor, the levels that have rows.</param>
    public static ImmutableArray<ReferenceColumn> Of(DesignProducts products, IReadOnlyDictionary<string, ImmutableArray<string>> levels)
    {
        DesignPlan plan = products.Schema.Plan;
        HashSet<string> asFactors = ReferenceColumns.AsFactors(plan);
        return [.. ReferenceColumns.Names(plan).Select(c => Of(c.Name, products, levels, asFactors.Contains(c.Name)) with { IsFixed = c.IsFixed })];
    }

    private static ReferenceColumn Of(string name, DesignProducts products, IReadOnlyDictionary<string, ImmutableArray<string>> levels, bool isAsFactor)
    {
        ColumnType type = products.Schema.Columns.First(c => c.Name == name);
        PlanVariable? asFactor = CodedVariable.In(products.Schema.Plan).FirstOrDefault(v => v.IsCategorical && ReferencedNames.In(v.Variable.Expression).Contains(name));
        ImmutableArray<string> known = asFactor is null
            ? products.ExpressionLevels.GetValueOrDefault(name, [])
            : levels[ProductSchema.KeyOf(asFactor)];
        bool isNamedByDigits = isAsFactor && type.Kind == ColumnKind.Numeric && ReferenceColumns.IsFactorAlone(products.Schema.Plan, name) && !known.All(l => Number(l, out double value) && NumberLabel.Of(value) == l);
        if (type.Kind is ColumnKind.Factor or ColumnKind.Logical or ColumnKind.GroupOnly || isNamedByDigits)
        {
            return new ReferenceColumn(name, IsNumeric: false) { IsLogical = type.Kind == ColumnKind.Logical, Levels = known };
        }

        (double mean, double deviation) = products.IsWeighted ? (double.NaN, double.NaN) : Moments(name, products);
        return new ReferenceColumn(name, IsNumeric: true)
        {
            Mean = mean,
            Deviation = deviation,
            Values = isAsFactor && asFactor is not null && !known.Any(l => !Number(l, out _)) ? [.. known.Select(l => Number(l, out double value) ? value : double.NaN)] : TwoValues(mean, deviation),
        };
    }

    /// <summary>
    /// The two values of a column of zeros and ones, or of any two whole numbers that follow each other. Its variance is the product of the distances of its
    /// mean from both: no other column of whole numbers has that, and none between the two.
    /// </summary>
    private static ImmutableArray<double> TwoValues(double mean, double deviation)
    {
        double low = Math.Floor(mean);
        double product = (mean - low) * (low + 1 - mean);
        return product > 0 && Math.Abs((deviation * deviation) - product) <= 1e-12 ? [low, low + 1] : [];
    }

    /// <summary>Mean and deviation from the sums of a column, or of its parts in the cells of the same factors.</summary>
    private static (double Mean, double Deviation) Moments(string name, DesignProducts products)
    {
        string? key = products.Schema.Plan.Variables.FirstOrDefault(v => v.Variable.Expression is NameSyntax n && n.Name == name && !v.IsCategorical) is { } variable ? ProductSchema.KeyOf(variable) : null;
        var parts = products.FixedColumns.Select((c, i) => (Column: c, Index: i))
            .Where(c => c.Column.Numbers.Length == 1 && c.Column.Numbers[0].Variable == key)
            .GroupBy(c => string.Join('\n', c.Column.Cell.Select(f => f.Factor)), StringComparer.Ordinal)
            .OrderBy(g => g.Key.Length)
            .FirstOrDefault();
        if (key is null || parts is null)
        {
            return (double.NaN, double.NaN);
        }

        CrossProductBlocks blocks = products.Blocks;
        int width = blocks.FixedWidth;
        double rows = blocks.FixedBlock[0];
        double origin = parts.Count() == 1 ? blocks.Origins.Fixed[parts.First().Index] : 0;
        double sum = 0, square = 0;
        foreach ((ProductColumn _, int index) in parts)
        {
            // Cells are disjoint: the sum of squares is that of the parts, each about zero.
            double own = origin == 0 ? blocks.Origins.Fixed[index] : 0;
            double s = blocks.FixedBlock[index + 1];
            sum += s + (own * rows);
            square += blocks.FixedBlock[((index + 1) * width) + index + 1] + (2 * own * s) + (own * own * rows);
        }

        double mean = sum / rows;
        return (origin + mean, Math.Sqrt(Math.Max(0, (square / rows) - (mean * mean))));
    }

    private static bool Number(string label, out double value) =>
        double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
