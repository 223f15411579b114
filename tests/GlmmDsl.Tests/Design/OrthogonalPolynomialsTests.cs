using System.Collections.Immutable;
using GlmmDsl.Design.Expressions;

namespace GlmmDsl.Tests.Design;

public class OrthogonalPolynomialsTests
{
    [Fact]
    public void The_recurrence_gives_the_training_columns_again()
    {
        double[] points = [1, 2, 2.5, 4, 7, 7, 9, 12];
        (double[][] columns, ImmutableArray<double> coefficients) = OrthogonalPolynomials.Fit(points, 4);

        double[][] again = OrthogonalPolynomials.Evaluate(points, coefficients);

        for (int j = 0; j < 4; j++)
        {
            for (int i = 0; i < points.Length; i++)
            {
                Assert.Equal(columns[j][i], again[j][i], 1e-12);
            }
        }
    }

    // predict(poly(c(1, 2, 4, 7, 11, 16), 2), c(3, 20))
    [Fact]
    public void New_points_get_the_values_of_R()
    {
        (_, ImmutableArray<double> coefficients) = OrthogonalPolynomials.Fit([1, 2, 4, 7, 11, 16], 2);

        double[][] columns = OrthogonalPolynomials.Evaluate([3, 20], coefficients);

        Assert.Equal(-0.2967803701031928, columns[0][0], 1e-12);
        Assert.Equal(1.0193760538327055, columns[0][1], 1e-12);
        Assert.Equal(-0.026339147551708884, columns[1][0], 1e-12);
        Assert.Equal(1.943829089316117198, columns[1][1], 1e-12);
    }

    [Theory]
    [InlineData(1e6, 1)]
    [InlineData(0, 1e150)]
    [InlineData(0, 1e-150)]
    public void Shift_and_unit_of_the_points_do_not_matter(double shift, double unit)
    {
        double[] points = [1, 2, 4, 7, 11, 16, 18];
        (double[][] columns, _) = OrthogonalPolynomials.Fit(points, 3);

        (double[][] moved, _) = OrthogonalPolynomials.Fit([.. points.Select(p => (p + shift) * unit)], 3);

        for (int j = 0; j < 3; j++)
        {
            for (int i = 0; i < points.Length; i++)
            {
                Assert.Equal(columns[j][i], moved[j][i], 1e-8);
            }
        }
    }

    [Fact]
    public void Missing_points_count_for_nothing_and_stay_missing()
    {
        (double[][] columns, _) = OrthogonalPolynomials.Fit([1, 2, double.NaN, 4, 7], 2);
        (double[][] complete, _) = OrthogonalPolynomials.Fit([1, 2, 4, 7], 2);

        Assert.True(double.IsNaN(columns[0][2]) && double.IsNaN(columns[1][2]));
        Assert.Equal(complete[1][3], columns[1][4], 1e-14);
    }
}
