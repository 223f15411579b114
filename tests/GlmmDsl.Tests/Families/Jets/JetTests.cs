using GlmmDsl.Families;
using GlmmDsl.Families.Jets;

namespace GlmmDsl.Tests.Families.Jets;

public sealed class JetTests
{
    /// <summary>Functions of one number, by name; each is called for jets and for plain numbers.</summary>
    public static TheoryData<string, double> Functions => new()
    {
        { "exp", 0.7 }, { "log", 0.7 }, { "log1p", -0.3 }, { "reciprocal", 1.7 }, { "sqrt", 2.3 }, { "square", -1.2 }, { "power", 1.4 },
        { "softplus", -2 }, { "softplus", 3 }, { "logistic", -1.5 }, { "logistic", 2.5 }, { "log1mexp", 0.2 }, { "log1mexp", 2 },
        { "normal", -3 }, { "normal", 1 }, { "gamma", 2.7 }, { "ratio", 1.3 }, { "stirling", 0.8 },
        { "expm1", 1e-3 }, { "expm1", -2 }, { "powers", 1.4 }, { "operators", 0.6 }, { "sum", -1 }, { "sum", 4 }, { "difference", 1.2 }, { "interval", -2 }, { "interval", 3 },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_functions_derivatives_are_those_of_its_values(string name, double at)
    {
        const double step = 1e-4;
        Jet1 low = Apply(name, Jet1.Variable(at - step, 0)), here = Apply(name, Jet1.Variable(at, 0)), high = Apply(name, Jet1.Variable(at + step, 0));
        Assert.Equal(Apply<Real>(name, at).Value, here.Value);
        Assert.Equal((high.Value - low.Value) / (2 * step), here.D0, 1e-6 * (1 + Math.Abs(here.D0)));
        Assert.Equal((high.D0 - low.D0) / (2 * step), here.D00, 1e-6 * (1 + Math.Abs(here.D00)));
        Assert.Equal((high.D00 - low.D00) / (2 * step), here.D000, 1e-6 * (1 + Math.Abs(here.D000)));
    }

    [Fact]
    public void Compound_functions_have_their_values()
    {
        Assert.Equal(Math.Log(Math.Exp(2) + Math.Exp(-1)), Jet.LogSumExp<Real>(2, -1).Value, 1e-15);
        Assert.Equal(1000 + Math.Log(2), Jet.LogSumExp<Real>(1000, 1000).Value, 1e-12);
        Assert.Equal(Math.Log(Math.Exp(2) - Math.Exp(-1)), Jet.LogSubtractExp<Real>(2, -1).Value, 1e-15);
        Assert.Equal(1e-12, Jet.ExpM1<Real>(1e-12).Value, 1e-24);
        Assert.Equal(Math.Pow(1.7, 2.3), Jet.Power<Real>(1.7, (Real)2.3).Value, 1e-14);
        Assert.Equal(((2 - 0.6) / 1.6) + (3 / 0.6) - 0.3 - 3.4 - (0.6 - 5), Apply<Real>("operators", 0.6).Value, 1e-14);

        // Φ(−9) − Φ(−10) is Φ(10) − Φ(9), which numbers near 1 would lose.
        Assert.Equal(Jet.LogNormalInterval<Real>(-10, -9).Value, Jet.LogNormalInterval<Real>(9, 10).Value, 1e-12);
        Assert.Equal(Math.Log(0.68268949213708590), Jet.LogNormalInterval<Real>(-1, 1).Value, 1e-14);
    }

    [Fact]
    public void Derivatives_in_three_variables_are_those_of_the_value()
    {
        double[] at = [0.3, -0.4, 0.8];
        const double step = 1e-4;
        Jet3 here = Mixed(at);
        for (int k = 0; k < 3; k++)
        {
            Jet3 high = Mixed(Moved(k, step)), low = Mixed(Moved(k, -step));
            Assert.Equal((high.Value - low.Value) / (2 * step), here.First(k), 1e-6);
            for (int l = 0; l < 3; l++)
            {
                Assert.Equal((high.First(l) - low.First(l)) / (2 * step), here.Second(k, l), 1e-6);
                for (int m = 0; m < 3; m++)
                {
                    Assert.Equal((high.Second(l, m) - low.Second(l, m)) / (2 * step), here.Third(k, l, m), 1e-5);
                }
            }
        }

        double[] Moved(int k, double by)
        {
            double[] moved = [.. at];
            moved[k] += by;
            return moved;
        }
    }

    [Fact]
    public void Fewer_variables_give_the_same_derivatives()
    {
        Jet3 three = Mixed([0.3, -0.4, 0.8]);
        Jet2 two = Formula<Jet2>(Jet2.Variable(0.3, 0), Jet2.Variable(-0.4, 1), 0.8);
        Jet1 one = Formula<Jet1>(Jet1.Variable(0.3, 0), -0.4, 0.8);
        Assert.Equal(three.Value, two.Value);
        Assert.Equal(three.D01, two.D01, 1e-14);
        Assert.Equal(three.D001, two.D001, 1e-13);
        Assert.Equal(three.D111, two.D111, 1e-13);
        Assert.Equal(three.D000, one.D000, 1e-13);
    }

    [Fact]
    public void Numbers_with_fewer_derivatives_have_the_same_ones()
    {
        Same<Jet3, ActiveJet3>((k, l, m) => l == 0 || (k == 0 && m < 0), order: 3);
        Same<Jet2, ActiveJet2>((k, l, m) => l == 0 || (k == 0 && m < 0), order: 3);
        Same<Jet3, HessianJet3>((_, _, m) => m < 0, order: 2);
        Same<Jet2, HessianJet2>((_, _, m) => m < 0, order: 2);
        Same<Jet3, GradientJet3>((_, l, _) => l < 0, order: 1);
        Same<Jet2, GradientJet2>((_, l, _) => l < 0, order: 1);
    }

    /// <summary>Compares the derivatives in variables k, l and m, in ascending order, −1 for no variable, for which <paramref name="has"/> holds.</summary>
    private static void Same<TAll, TSome>(Func<int, int, int, bool> has, int order)
        where TAll : struct, IVariableJet<TAll>
        where TSome : struct, IVariableJet<TSome>
    {
        double[] at = [0.3, -0.4, 0.8];
        TAll all = At<TAll>(at);
        TSome some = At<TSome>(at);
        Assert.Equal(all.Value, some.Value, 1e-14);
        int compared = 0;
        for (int k = 0; k < TSome.Count; k++)
        {
            Assert.Equal(all.First(k), some.First(k), 1e-13);
            for (int l = k; l < TSome.Count && order > 1; l++)
            {
                if (has(k, l, -1))
                {
                    Assert.Equal(all.Second(k, l), some.Second(k, l), 1e-13);
                    Assert.Equal(all.Second(k, l), some.Second(l, k), 1e-13);
                    compared++;
                }

                for (int m = l; m < TSome.Count && order > 2; m++)
                {
                    if (has(k, l, m))
                    {
                        Assert.Equal(all.Third(k, l, m), some.Third(k, l, m), 1e-12);
                        Assert.Equal(all.Third(k, l, m), some.Third(m, k, l), 1e-12);
                        compared++;
                    }
                }
            }
        }

        Assert.Equal(order == 3 ? 2 * TSome.Count : order == 2 ? TSome.Count * (TSome.Count + 1) / 2 : 0, compared);
    }

    private static T At<T>(double[] at)
        where T : struct, IVariableJet<T> => Formula(T.Variable(at[0], 0), T.Variable(at[1], 1), T.Count > 2 ? T.Variable(at[2], 2) : (T)at[2]);

    private static Jet3 Mixed(double[] at) => Formula(Jet3.Variable(at[0], 0), Jet3.Variable(at[1], 1), Jet3.Variable(at[2], 2));

    private static T Formula<T>(in T x, in T y, in T z)
        where T : struct, IJet<T> => Jet.Exp((x * y) - (2 * z) + 0.5) + (Jet.LogGamma((x * z) + 2) * Jet.Softplus(y - x)) - (x * y * z);

    private static T Apply<T>(string name, in T x)
        where T : struct, IJet<T> => name switch
        {
            "exp" => Jet.Exp(x),
            "log" => Jet.Log(x),
            "log1p" => Jet.Log1P(x),
            "reciprocal" => Jet.Reciprocal(x),
            "sqrt" => Jet.Sqrt(x),
            "square" => Jet.Square(x),
            "power" => Jet.Power(x, -0.5),
            "softplus" => Jet.Softplus(x),
            "logistic" => Jet.Logistic(x),
            "log1mexp" => Jet.Log1MinusExp(x),
            "normal" => Jet.LogNormalCdf(x),
            "gamma" => Jet.LogGamma(x),
            "ratio" => Jet.LogGammaRatio(x, 5),
            "stirling" => Jet.LogGammaStirling(x),
            "expm1" => Jet.ExpM1(x),
            "powers" => Jet.Power(x, x),
            "operators" => ((2 - x) / (x + 1)) + (3 / x) - (x / 2) - (1 + (x * 4)) - (x - 5),
            "sum" => Jet.LogSumExp(2 * x, x + 1),
            "difference" => Jet.LogSubtractExp(2 * x, x),
            "interval" => Jet.LogNormalInterval(x, (2 * x) + 3),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
}
