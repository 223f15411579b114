using System.Runtime.Intrinsics;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Tests.LinearAlgebra;

/// <summary>exp and log of vectors against the scalar ones of the runtime.</summary>
public sealed class VectorFunctionsTests
{
    private const double TwoUnits = 2 * 2.220446049250313e-16;

    [Fact]
    public void Exp_is_that_of_single_numbers_over_the_whole_range()
    {
        for (double x = -707.9; x < 709.7; x += 0.0137)
        {
            double expected = Math.Exp(x);
            Assert.True(Math.Abs(Exp(x) - expected) <= TwoUnits * expected, $"{x:R}: {Exp(x):R}, {expected:R}");
        }
    }

    [Fact]
    public void Exp_runs_out_in_zero_and_infinity_as_numbers_do()
    {
        Assert.Equal(0, Exp(-800));
        Assert.Equal(0, Exp(double.NegativeInfinity));
        Assert.Equal(1, Exp(0));
        Assert.Equal(double.PositiveInfinity, Exp(710));
        Assert.Equal(double.PositiveInfinity, Exp(double.PositiveInfinity));
        Assert.Equal(double.NaN, Exp(double.NaN));
        Assert.Equal(Math.Exp(-740), Exp(-740), 2 * double.Epsilon);
    }

    [Fact]
    public void Log_is_that_of_single_numbers()
    {
        var random = new Random(3);
        for (int i = 0; i < 50_000; i++)
        {
            double near = 1 + (random.NextDouble() * Math.Pow(10, -random.Next(16))), wide = near * Math.Pow(2, random.Next(-900, 900));
            Assert.True(Math.Abs(Log(near) - Math.Log(near)) <= TwoUnits * Math.Log(near), $"{near:R}: {Log(near):R}, {Math.Log(near):R}");
            Assert.True(Math.Abs(Log(wide) - Math.Log(wide)) <= TwoUnits * Math.Abs(Math.Log(wide)), $"{wide:R}: {Log(wide):R}, {Math.Log(wide):R}");
        }

        Assert.Equal(0, Log(1));
        Assert.Equal(double.NaN, Log(double.NaN));
    }

    private static double Exp(double x) => VectorFunctions.Exp(Vector256.Create(0, x, 1, -1))[1];

    private static double Log(double x) => VectorFunctions.Log(Vector256.Create(2, x, 1, 3))[1];
}
