using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Tests.LinearAlgebra;

public sealed class BlockCongruenceTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(140)]
    public void A_basis_of_almost_a_diagonal_is_applied_as_any_other(int n)
    {
        var random = new Random(n);
        double[] block = [.. Enumerable.Range(0, n * n).Select(_ => random.NextDouble())];
        var basis = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            basis[i] = i % 3 == 0 ? 0 : random.NextDouble();
            basis[(i * n) + i] += 1 + random.NextDouble();
        }

        basis.AsSpan(4 * n, n).Clear();

        double[] result = BlockCongruence.Apply(block, basis, basis, n, n);

        foreach ((int i, int j) in new[] { (0, 0), (1, 5), (n - 1, 2), (4, n - 1), (n - 1, n - 1) })
        {
            double expected = Enumerable.Range(0, n).Sum(r => Enumerable.Range(0, n).Sum(c => basis[(r * n) + i] * block[(r * n) + c] * basis[(c * n) + j]));
            Assert.Equal(expected, result[(i * n) + j], 1e-10);
        }
    }
}
