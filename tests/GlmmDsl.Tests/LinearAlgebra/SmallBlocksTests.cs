using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Tests.LinearAlgebra;

/// <summary>Small blocks against the definitions; order 2 is written out in the code.</summary>
public class SmallBlocksTests
{
    private const double Tolerance = 1e-13;

    public static TheoryData<int> Orders => [1, 2, 3, 5];

    [Theory]
    [MemberData(nameof(Orders))]
    public void Products_are_sums_of_products(int k)
    {
        var random = new Random(k);
        double[] a = Numbers(random, k);
        double[] b = Numbers(random, k);
        var product = new double[k * k];
        SmallBlocks.Multiply(a, b, product, k);
        AssertEntries(product, k, (i, j, t) => a[(i * k) + t] * b[(t * k) + j]);
        SmallBlocks.MultiplyTransposed(a, b, product, k);
        AssertEntries(product, k, (i, j, t) => a[(t * k) + i] * b[(t * k) + j]);
        SmallBlocks.MultiplyByTransposed(a, b, product, k);
        AssertEntries(product, k, (i, j, t) => a[(i * k) + t] * b[(j * k) + t]);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void The_inverse_of_a_triangle_times_it_is_one(int k)
    {
        double[] l = Triangle(new Random(k), k);
        var inverse = new double[k * k];
        Array.Fill(inverse, double.NaN);
        SmallBlocks.InvertLower(l, inverse, k);
        for (int i = 0; i < k; i++)
        {
            for (int j = 0; j < k; j++)
            {
                double entry = Enumerable.Range(0, k).Sum(t => l[(i * k) + t] * inverse[(t * k) + j]);
                Assert.Equal(i == j ? 1 : 0, entry, Tolerance);
                Assert.True(j <= i || inverse[(i * k) + j] == 0);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Triangular_systems_are_solved_wherever_they_begin(int k)
    {
        var random = new Random(k);
        double[] l = Triangle(random, k);
        int stride = k + 3;
        var padded = new double[5 + (k * stride)];
        for (int i = 0; i < k; i++)
        {
            l.AsSpan(i * k, k).CopyTo(padded.AsSpan(5 + (i * stride)));
        }

        double[] x = [.. Enumerable.Range(0, k).Select(_ => random.NextDouble())];
        double[] forward = [.. Enumerable.Range(0, k).Select(i => Enumerable.Range(0, k).Sum(j => l[(i * k) + j] * x[j]))];
        double[] backward = [.. Enumerable.Range(0, k).Select(i => Enumerable.Range(0, k).Sum(j => l[(j * k) + i] * x[j]))];
        DenseCholesky.SolveLower(padded, stride, 5, k, forward);
        DenseCholesky.SolveLowerTransposed(padded, stride, 5, k, backward);
        for (int i = 0; i < k; i++)
        {
            Assert.Equal(x[i], forward[i], Tolerance);
            Assert.Equal(x[i], backward[i], Tolerance);
        }
    }

    private static double[] Numbers(Random random, int k) => [.. Enumerable.Range(0, k * k).Select(_ => random.NextDouble() - 0.5)];

    private static double[] Triangle(Random random, int k)
    {
        double[] l = Numbers(random, k);
        for (int i = 0; i < k; i++)
        {
            l[(i * k) + i] = 1 + random.NextDouble();
            l.AsSpan((i * k) + i + 1, k - i - 1).Clear();
        }

        return l;
    }

    private static void AssertEntries(double[] actual, int k, Func<int, int, int, double> part)
    {
        for (int i = 0; i < k; i++)
        {
            for (int j = 0; j < k; j++)
            {
                Assert.Equal(Enumerable.Range(0, k).Sum(t => part(i, j, t)), actual[(i * k) + j], Tolerance);
            }
        }
    }
}
