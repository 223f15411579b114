using System.Collections.Immutable;
using GlmmDsl.Design.RandomEffects;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Products.Files;

/// <summary>Makes cross-products from a file's contents, after checking that its parts are consistent: nothing in it is trusted.</summary>
internal static class ProductFileCheck
{
    /// <summary>Levels and columns of each factor and columns of [1 X y], as the lists of labels have them.</summary>
    /// <exception cref="InvalidDataException">More than memory could be addressed for.</exception>
    public static (long[] Levels, long[] Widths, long Width) Sizes(ProductFile file)
    {
        long[] levels = [.. file.Groups.Select(g => (long)g.RowCounts.Length)];
        long[] widths = [.. file.Groups.Select(g => g.Columns.Length + 1L)];
        long width = file.FixedColumns.Length + 2L;
        Require(width <= 1 << 15 && widths.All(w => w <= 1 << 15), "it has too many columns");
        for (int f = 0; f < levels.Length; f++)
        {
            // Each factor is below 2³¹, 2¹⁵ and 2¹⁵: the products do not overflow.
            Require(levels[f] * widths[f] * Math.Max(widths[f], width) <= Array.MaxLength, "it has too many levels");
        }

        return (levels, widths, width);
    }

    /// <summary>The cross-products.</summary>
    /// <exception cref="InvalidDataException">The parts do not go together.</exception>
    public static DesignProducts Products(ProductFile file, BlocksEntry entry)
    {
        ColumnType[] types = [.. file.Columns.Select(c => new ColumnType(c.Name, c.Kind, IsOrdered: c.IsOrdered, Coding: c.Coding, Remark: c.Remark))];
        Require(types.Select(t => t.Name).Distinct().Count() == types.Length, "two of its columns have the same name");
        Require(types.All(t => Enum.IsDefined(t.Kind) && (t.Coding is not Coding coding || Enum.IsDefined(coding))), "a kind of column in it is unknown");
        var schema = new ProductSchema(Formula.Parse(file.Formula), types, [.. file.Functions.Select(f => (f.Name, f.Arguments))], file.Weights);
        Require(schema.Plan is { Response: not null, ResponseKind: ResponseKind.Numeric }, "its response is not a number");
        RequireMoments(file, schema.Plan);
        PlanVariable[] variables = [.. CodedVariable.In(schema.Plan)];
        ImmutableDictionary<string, FactorLevels> factors = Factors(file, variables);
        Dictionary<string, int> parts = variables.Where(v => !v.IsCategorical).ToDictionary(ProductSchema.KeyOf, v => v.Suffixes.Length, StringComparer.Ordinal);
        ImmutableArray<ProductGroup> groups = Groups(file, schema.Plan, parts, factors);
        Require(file.Fingerprint.Length == 2, "its fingerprint is cut off");
        Require(file.RowCount >= 0 && file.Tally is { Total: >= 0, Omitted: >= 0, Computed: >= 0, Weightless: >= 0 }, "a number of rows is negative");
        return new DesignProducts
        {
            Schema = schema,
            Factors = factors,
            FixedColumns = Columns(file.FixedColumns, parts, factors),
            Groups = groups,
            Blocks = ProductBlocksCheck.Blocks(file, entry, groups),
            Moments = file.Moments.ToImmutableDictionary(m => m.Call, m => m.Values.Select(v => v ?? double.NaN).ToImmutableArray(), StringComparer.Ordinal),
            ExpressionLevels = file.ExpressionLevels.ToImmutableDictionary(l => l.Factor, l => l.Levels.ToImmutableArray(), StringComparer.Ordinal),
            Tally = new RowTally(
                file.Tally.Total, file.Tally.Omitted, file.Tally.Computed, file.Tally.Weightless, [.. file.Tally.Missing], file.Tally.Weights),
            IsWeighted = file.IsWeighted,
            Fingerprint = new RowFingerprint(file.Fingerprint[0], file.Fingerprint[1]),
            Unlabelled = [.. file.Groups.Where(g => g.IsUnlabelled).Select(g => g.Key)],
        };
    }

    private static void Require(bool holds, string otherwise) => ProductFile.Frame.Require(holds, otherwise);

    private static void RequireMoments(ProductFile file, DesignPlan plan)
    {
        HashSet<string> calls = [.. StreamedMoments.CallsIn(plan).Select(c => c.ToString())];
        Require(file.Moments.Length == calls.Count && file.Moments.All(m => calls.Remove(m.Call)), "its moments are not those of its formula");
        foreach (CallSyntax call in StreamedMoments.CallsIn(plan))
        {
            int count = file.Moments.First(m => m.Call == call.ToString()).Values.Length;
            bool agrees = call.Function.Name switch
            {
                "scale" => count == 2,
                "poly" => count % 2 == 1 && count / 2 == (WidthOf(call, plan) ?? count / 2),
                _ => count == 1,
            };
            Require(agrees, "a function does not have the number of moments that it needs");
        }

        Require(file.ExpressionLevels.DistinctBy(l => l.Factor).Count() == file.ExpressionLevels.Length, "a factor is there twice");
    }

    // Two coefficients a degree, and one more.
    private static int? WidthOf(CallSyntax polynomial, DesignPlan plan) =>
        plan.Variables.FirstOrDefault(v => v.Variable.Expression.ToString() == polynomial.ToString())?.Suffixes.Length;

    private static ImmutableDictionary<string, FactorLevels> Factors(ProductFile file, PlanVariable[] variables)
    {
        HashSet<string> keys = [.. variables.Where(v => v.IsCategorical).Select(ProductSchema.KeyOf)];
        Require(file.Factors.Length == keys.Count && file.Factors.All(f => keys.Remove(f.Key)), "its factors are not those of its formula");
        return file.Factors.ToImmutableDictionary(f => f.Key, Levels, StringComparer.Ordinal);
    }

    private static FactorLevels Levels(FactorEntry entry)
    {
        Require(entry.Labels.Length == entry.RowCounts.Length && entry.RowCounts.All(c => c >= 0), "levels and their numbers of rows do not agree");
        Require(entry.Labels.All(l => l is not null) && entry.Labels.Distinct(StringComparer.Ordinal).Count() == entry.Labels.Length, "a factor has a level twice");
        return new FactorLevels([.. entry.Labels], [.. entry.RowCounts], entry.IsByValue, entry.IsByText);
    }

    private static ImmutableArray<ProductGroup> Groups(
        ProductFile file, DesignPlan plan, Dictionary<string, int> parts, ImmutableDictionary<string, FactorLevels> factors)
    {
        PlanRandomTerm[] planned = [.. plan.Random.DistinctBy(GroupIndex.KeyOf)];
        Require(file.Groups.Select(g => g.Key).SequenceEqual(planned.Select(GroupIndex.KeyOf)), "its groups are not those of its formula");
        var groups = ImmutableArray.CreateBuilder<ProductGroup>();
        for (int i = 0; i < planned.Length; i++)
        {
            GroupEntry entry = file.Groups[i];
            int width = planned[i].Group.Length;
            Require(entry.Variables.Length == width && entry.Levels.Length == width, "the variables of a group are not those of its formula");
            FactorLevels[] variables = [.. entry.Variables.Select(Levels)];
            for (int v = 0; v < width; v++)
            {
                HashSet<string> occurring = [.. variables[v].Occurring];
                Require(entry.Levels[v].Length == entry.RowCounts.Length && entry.Levels[v].All(occurring.Contains), "a level of a group is unknown");
            }

            var group = new ProductGroup(
                entry.Key, [.. variables], [.. entry.Levels.Select(l => l.ToImmutableArray())], [.. entry.RowCounts], Columns(entry.Columns, parts, factors));
            Require(entry.RowCounts.All(c => c > 0), "a level of a group has no rows");
            Require(Enumerable.Range(0, group.Count).Select(group.KeyOfLevel).Distinct(StringComparer.Ordinal).Count() == group.Count, "a group has a level twice");
            groups.Add(group);
        }

        return groups.ToImmutable();
    }

    private static ImmutableArray<ProductColumn> Columns(
        ProductEntry[] entries, Dictionary<string, int> parts, ImmutableDictionary<string, FactorLevels> factors)
    {
        Dictionary<string, HashSet<string>> labels = factors.ToDictionary(f => f.Key, f => f.Value.Labels.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (ProductEntry entry in entries)
        {
            Require(entry.Numbers.Length + entry.Cell.Length > 0, "a column is made of nothing");
            Require(entry.Numbers.All(n => parts.TryGetValue(n.Variable, out int width) && n.Part >= 0 && n.Part < width), "a column is made of an unknown variable");
            Require(entry.Cell.All(c => labels.TryGetValue(c.Factor, out HashSet<string>? levels) && levels.Contains(c.Level)), "a column is made of an unknown level");
        }

        ImmutableArray<ProductColumn> columns =
            [.. entries.Select(e => new ProductColumn([.. e.Numbers.Select(n => (n.Variable, n.Part))], [.. e.Cell.Select(c => (c.Factor, c.Level))]))];
        Require(columns.Select(c => c.Key).Distinct(StringComparer.Ordinal).Count() == columns.Length, "a column is there twice");
        return columns;
    }
}
