using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Tests.Fitting;

namespace GlmmDsl.Tests.Covariance;

/// <summary>The map of a whole model from θ to the entries of Λ, and the conversion of derivatives back through it.</summary>
public class EntryMapTests
{
    [Fact]
    public void The_Hessian_is_that_of_dense_matrices()
    {
        CovarianceLayout layout = Layout();
        int q = layout.Parameters.Length, e = layout.Entries.Length;
        double[] theta = [0.2, 0.3, 0.5, 0.8];
        var map = new EntryMap(layout);
        map.MoveTo(theta);
        double[] full = new double[e * e], hessian = new double[q * q], gradient = [.. Enumerable.Range(0, e).Select(i => 1 - (0.3 * i))];
        for (int i = 0; i < e * e; i++)
        {
            full[i] = Math.Cos(1 + (i / e) + (i % e)) + (i / e == i % e ? 3 : 0);
        }

        map.Hessian(gradient, full, hessian);

        double[,] j = Jacobian(map, q, e);
        double[,] bend = Curvature(layout, theta, gradient);
        for (int a = 0; a < q; a++)
        {
            for (int b = 0; b < q; b++)
            {
                double expected = 0;
                for (int r = 0; r < e; r++)
                {
                    for (int s = 0; s < e; s++)
                    {
                        expected += j[r, a] * full[(r * e) + s] * j[s, b];
                    }
                }

                Assert.Equal(expected + bend[a, b], hessian[(a * q) + b], 1e-12 * (1 + Math.Abs(expected)));
            }
        }
    }

    [Fact]
    public void Gradient_and_direction_are_the_Jacobians()
    {
        CovarianceLayout layout = Layout();
        var map = new EntryMap(layout);
        map.MoveTo([0.2, 0.3, 0.5, 0.8]);
        int q = layout.Parameters.Length, e = layout.Entries.Length;
        double[] g = [.. Enumerable.Range(0, e).Select(i => 0.5 + i)], d = [1, -2, 0.5, 3], back = new double[q], along = new double[e];
        map.Gradient(g, back);
        map.Along(d, along);
        Assert.Equal(g.Zip(along, (a, b) => a * b).Sum(), back.Zip(d, (a, b) => a * b).Sum(), 1e-12);
    }

    [Fact]
    public void Where_theta_is_the_entries_nothing_is_computed_between_them()
    {
        double[] theta = [1, 2, 3];
        Assert.Same(theta, Layout([new UnstructuredCovariance(2)], "vector").ToEntries(theta));
    }

    private static CovarianceLayout Layout() => Layout([new LogCompoundSymmetry(3), new DiagonalCovariance(2)], "wide");

    private static CovarianceLayout Layout(ImmutableArray<CovarianceStructure> structures, string kind)
    {
        ModelMatrices m = RandomDesign.Make(kind, 11);
        ImmutableArray<GroupColumns> groups = GroupColumns.Amalgamate(m.Random);
        CrossProductBlocks products = CrossProductBlocks.Accumulate(m, groups, Origins.Means(m, groups, 0, m.RowCount), 0, m.RowCount);
        return new CovarianceLayout(groups, products, structures);
    }

    private static double[,] Jacobian(EntryMap map, int q, int e)
    {
        var j = new double[e, q];
        for (int p = 0; p < q; p++)
        {
            double[] unit = new double[q], column = new double[e];
            unit[p] = 1;
            map.Along(unit, column);
            for (int i = 0; i < e; i++)
            {
                j[i, p] = column[i];
            }
        }

        return j;
    }

    private static double[,] Curvature(CovarianceLayout layout, double[] theta, double[] gradient)
    {
        int q = theta.Length;
        var result = new double[q, q];
        foreach (TermLayout term in layout.Terms)
        {
            int n = term.Structure.Count;
            var own = new double[n * n];
            term.Structure.AddCurvature(theta.AsSpan(term.Parameters), gradient.AsSpan(term.Entries), own);
            for (int i = 0; i < n * n; i++)
            {
                result[term.FirstParameter + (i / n), term.FirstParameter + (i % n)] = own[i];
            }
        }

        return result;
    }
}
