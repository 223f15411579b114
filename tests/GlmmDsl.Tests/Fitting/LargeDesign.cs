using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;

namespace GlmmDsl.Tests.Fitting;

/// <summary>Designs of many levels, with an intercept and scalar terms.</summary>
internal static class LargeDesign
{
    public static ModelMatrices Scalar(int rows, params (int Levels, Func<int, int> Level)[] factors)
    {
        var random = new Random(rows);
        double[] y = RandomDesign.Normals(random, rows);
        var terms = ImmutableArray.CreateBuilder<RandomEffectsTerm>();
        foreach ((int levels, Func<int, int> level) in factors)
        {
            GroupingFactor group = RandomDesign.Factor("f" + terms.Count, levels, [.. Enumerable.Range(0, rows).Select(level)]);
            double[] effects = RandomDesign.Normals(random, levels);
            for (int i = 0; i < rows; i++)
            {
                y[i] += 0.7 * effects[group.Codes[i]];
            }

            terms.Add(RandomDesign.Term(group, [null]));
        }

        return RandomDesign.Make(y, [RandomDesign.Ones(rows)], terms.ToImmutable());
    }

    /// <summary>As many levels on either side; each meets some of those that come next to it, the last ones the first.</summary>
    public static ModelMatrices LocallyCrossed(int levels, int rowsPerLevel, int window)
    {
        var random = new Random(levels);
        return Scalar(
            levels * rowsPerLevel, (levels, i => i % levels), (levels, i => ((i % levels) + random.Next(window)) % levels));
    }

    public static (CrossProductBlocks Products, CovarianceLayout Layout) Products(ModelMatrices m)
    {
        ImmutableArray<GroupColumns> groups = GroupColumns.Amalgamate(m.Random);
        CrossProductBlocks products = CrossProductBlocks.Accumulate(m, groups, Origins.Means(m, groups, 0, m.RowCount), 0, m.RowCount);
        return (products, new CovarianceLayout(groups, products, CovarianceStructures.Of(m.Random)));
    }
}
