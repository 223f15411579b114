using GlmmDsl.Families;
using GlmmDsl.Fitting.Generalized.Rows;

namespace GlmmDsl.Tests.Fitting.Generalized;

/// <summary>The information of rows with its eigenvalues in absolute value.</summary>
public class PositivePartTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_eigenvalues_are_taken_in_absolute_value_and_the_directions_kept(int size)
    {
        var random = new Random(size);
        double[][] spectra = [[2, 1, 0.5, 3], [-2, 1, 0.5, 3], [-2, -1, 0.5, 3], [-2, -1, -0.5, -3], [1, 1, 1, 1], [-1, 1, 1, 1], [-1, -1, 1, 1], [-1e-6, 1e3, 1, 1], [1e-3, -1e3, 1e-3, 1], [0, -1, 0, 2], [0, 0, 0, 0]];
        var derivatives = new RowDerivatives([.. Enumerable.Repeat(true, size)], spectra.Length);
        var expected = new double[spectra.Length][];
        for (int row = 0; row < spectra.Length; row++)
        {
            double[] vectors = Directions(random, size);
            expected[row] = With(vectors, [.. spectra[row].Take(size).Select(Math.Abs)]);
            double[] block = With(vectors, [.. spectra[row].Take(size)]);
            for (int k = 0; k < size; k++)
            {
                for (int l = k; l < size; l++)
                {
                    derivatives.Information(k, l)![row] = block[(k * size) + l];
                }
            }
        }

        PositivePart.Take(derivatives, spectra.Length);
        for (int row = 0; row < spectra.Length; row++)
        {
            double unit = spectra[row].Max(Math.Abs);
            for (int k = 0; k < size; k++)
            {
                for (int l = 0; l < size; l++)
                {
                    Assert.Equal(expected[row][(k * size) + l], derivatives.Information(k, l)![row], 1e-9 * (unit + 1e-9));
                }
            }
        }
    }

    /// <summary>Orthonormal directions, as columns: random ones made orthogonal twice, which leaves rounding alone (Gram and Schmidt).</summary>
    private static double[] Directions(Random random, int size)
    {
        double[] result = [.. Enumerable.Range(0, size * size).Select(_ => random.NextDouble() - 0.5)];
        for (int e = 0; e < size; e++)
        {
            for (int before = 0; before < 2 * e; before++)
            {
                double dot = Enumerable.Range(0, size).Sum(k => result[(k * size) + e] * result[(k * size) + (before % e)]);
                for (int k = 0; k < size; k++)
                {
                    result[(k * size) + e] -= dot * result[(k * size) + (before % e)];
                }
            }

            double length = Math.Sqrt(Enumerable.Range(0, size).Sum(k => result[(k * size) + e] * result[(k * size) + e]));
            for (int k = 0; k < size; k++)
            {
                result[(k * size) + e] /= length;
            }
        }

        return result;
    }

    private static double[] With(double[] vectors, double[] values)
    {
        int size = values.Length;
        var result = new double[size * size];
        for (int e = 0; e < size; e++)
        {
            for (int k = 0; k < size; k++)
            {
                for (int l = 0; l < size; l++)
                {
                    result[(k * size) + l] += values[e] * vectors[(k * size) + e] * vectors[(l * size) + e];
                }
            }
        }

        return result;
    }
}
