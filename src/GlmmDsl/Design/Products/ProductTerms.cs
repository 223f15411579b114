using System.Collections.Immutable;
using GlmmDsl.Design.Checks;
using GlmmDsl.Design.RandomEffects;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Products;

/// <summary>The random-effects terms of cross-products, once all levels are known.</summary>
/// <param name="Terms">The terms in lme4's order, without rows.</param>
/// <param name="Groups">The grouping factors in the order of the cross-products.</param>
/// <param name="Maps">For each of them how its columns are made of uncoded ones.</param>
/// <param name="Indices">How new rows find their levels.</param>
/// <param name="Orders">For each factor and each of its combinations its place in order.</param>
internal sealed record ProductTerms(
    ImmutableArray<RandomEffectsTerm> Terms,
    ImmutableArray<GroupColumns> Groups,
    ImmutableArray<double[,]> Maps,
    ImmutableDictionary<string, GroupIndex> Indices,
    ImmutableArray<int[]> Orders)
{
    /// <summary>Makes the terms.</summary>
    /// <exception cref="ModelDataException">A group with one level.</exception>
    public static ProductTerms Of(DesignProducts products, ProductCoding coding, List<Notice> notices)
    {
        var orders = ImmutableArray.CreateBuilder<int[]>();
        var indices = ImmutableDictionary.CreateBuilder<string, GroupIndex>(StringComparer.Ordinal);
        var factors = new Dictionary<string, GroupingFactor>(StringComparer.Ordinal);
        DesignPlan plan = products.Schema.Plan;
        foreach (ProductGroup group in products.Groups)
        {
            PlanRandomTerm first = plan.Random.First(t => GroupIndex.KeyOf(t) == group.Key);
            (GroupIndex index, GroupingFactor factor) = GroupIndex.Train(first.GroupName, [.. group.Variables.Select((v, i) => Occurring(v, group.Levels[i]))]);
            SaturatedGroups.RefuseSingleLevel(factor);
            orders.Add(factor.Codes);
            indices.Add(group.Key, index);
            factors.Add(group.Key, factor with { Codes = [] });
            GroupNotices.AddFew(factor, notices);
            GroupNotices.AddSingleRows(factor, group.RowCounts, GroupNotices.ResidualVariance, notices);
        }

        var made = new List<(RandomEffectsTerm Term, string Group, double[][] Columns)>();
        foreach (PlanRandomTerm term in plan.Random)
        {
            string key = GroupIndex.KeyOf(term);
            ImmutableArray<ProductColumn> uncoded = products.Groups.First(g => g.Key == key).Columns;
            (string Name, double[] Coefficients)[] columns = [.. term.Terms.SelectMany(t => coding.Of(t, uncoded))];
            foreach ((string Name, double[] Coefficients)[] own in term.IsIndependent ? columns.Chunk(1) : [columns])
            {
                double[]?[] values = [.. own.Select(c => IsConstant(c.Coefficients) ? null : Array.Empty<double>())];
                made.Add((new RandomEffectsTerm(factors[key], [.. own.Select(c => c.Name)], values, term), key, [.. own.Select(c => c.Coefficients)]));
            }
        }

        ImmutableArray<RandomEffectsTerm> sorted = TermOrder.Sort([.. made.Select(m => m.Term)]);
        var groups = ImmutableArray.CreateBuilder<GroupColumns>();
        var maps = ImmutableArray.CreateBuilder<double[,]>();
        foreach (ProductGroup group in products.Groups)
        {
            (GroupColumns columns, double[,] map) = Amalgamate(group, factors[group.Key], [.. made.Where(m => m.Group == group.Key).Select(m => (sorted.IndexOf(m.Term), m.Columns)).OrderBy(m => m.Item1)]);
            groups.Add(columns);
            maps.Add(map);
        }

        return new ProductTerms(sorted, groups.ToImmutable(), maps.ToImmutable(), indices.ToImmutable(), orders.ToImmutable());
    }

    /// <summary>The cross-products with the levels in order.</summary>
    public CrossProductBlocks InOrder(CrossProductBlocks blocks) => BlockRearrangement.Rearrange(
        blocks,
        Orders,
        blocks.LevelCounts,
        [.. blocks.Widths.Select(w => Enumerable.Range(0, w - 1).ToArray())],
        [.. blocks.Widths.Select(w => w - 1)],
        [.. Enumerable.Range(0, blocks.FixedWidth - 2)],
        blocks.FixedWidth - 2);

    private static (GroupColumns Columns, double[,] Map) Amalgamate(ProductGroup group, GroupingFactor factor, (int Term, double[][] Columns)[] terms)
    {
        var distinct = new List<double[]>();
        var columnOf = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        foreach ((_, double[][] columns) in terms)
        {
            columnOf.Add([.. columns.Select(c => IsConstant(c) ? 0 : IndexOf(distinct, c))]);
        }

        var result = new GroupColumns(factor, [.. distinct.Select(_ => Array.Empty<double>())], [.. terms.Select(t => t.Term)], columnOf.ToImmutable());
        return (result, ProductDesign.Map(distinct, group.Columns.Length));
    }

    private static int IndexOf(List<double[]> distinct, double[] column)
    {
        int index = distinct.FindIndex(d => d.AsSpan().SequenceEqual(column));
        if (index < 0)
        {
            index = distinct.Count;
            distinct.Add(column);
        }

        return index + 1;
    }

    private static bool IsConstant(double[] coefficients) => coefficients[0] == 1 && !coefficients.AsSpan(1).ContainsAnyExcept(0.0);

    /// <summary>The combinations as if each were a row.</summary>
    private static OccurringLevels Occurring(FactorLevels variable, ImmutableArray<string> labels)
    {
        ImmutableArray<string> occurring = variable.Occurring;
        Dictionary<string, int> places = FactorLevels.Places(occurring);
        return new OccurringLevels(occurring, [.. labels.Select(l => places[l])], [], LostReference: false);
    }
}
