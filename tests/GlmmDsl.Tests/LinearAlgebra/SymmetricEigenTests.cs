using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Tests.LinearAlgebra;

public sealed class SymmetricEigenTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(90)]
    public void Vectors_are_orthogonal_and_give_the_matrix_back(int n)
    {
        var random = new Random(n);
        var matrix = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                matrix[(i * n) + j] = matrix[(j * n) + i] = random.NextDouble() - 0.5;
            }
        }

        var values = new double[n];
        var vectors = new double[n * n];
        SymmetricEigen.Decompose([.. matrix], values, vectors, n);

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                Assert.Equal(matrix[(i * n) + j], Enumerable.Range(0, n).Sum(k => vectors[(i * n) + k] * values[k] * vectors[(j * n) + k]), 1e-12);
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, n).Sum(k => vectors[(k * n) + i] * vectors[(k * n) + j]), 1e-12);
            }
        }
    }
}
