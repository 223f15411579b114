using GlmmDsl.Fitting.Generalized.Criteria;

namespace GlmmDsl.Tests.Fitting.Generalized;

public class GaussHermiteTests
{
    public static TheoryData<int> Counts => [1, 2, 3, 9, 25, 49, 50, 60, 75, FitOptions.MostQuadratureNodes];

    [Theory]
    [MemberData(nameof(Counts))]
    public void A_rule_of_n_nodes_gives_all_even_moments_of_a_standard_normal_variable_below_degree_2n(int count)
    {
        // E z² = 1, E z⁴ = 3, E z⁶ = 15, ... (2k − 1)!!: those of high degree rest on the outermost weights alone.
        GaussHermite rule = GaussHermite.Of(count);
        double expected = 1;
        for (int degree = 0; degree < 2 * count; degree += 2)
        {
            double moment = 0;
            for (int i = 0; i < count; i++)
            {
                moment += rule.Weights[i] * Math.Pow(rule.Nodes[i], degree);
            }

            Assert.Equal(1, moment / expected, 1e-12);
            expected *= degree + 1;
        }
    }

    [Theory]
    [InlineData(50, 6)]
    [InlineData(60, 7)]
    [InlineData(100, 10)]
    public void The_moment_generating_function_is_met_far_out(int count, double t)
    {
        GaussHermite rule = GaussHermite.Of(count);
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += rule.Weights[i] * Math.Exp(t * rule.Nodes[i]);
        }

        Assert.Equal(1, sum * Math.Exp(-0.5 * t * t), 1e-12);
    }

    /// <summary>Computed with 50 digits.</summary>
    [Theory]
    [InlineData(50, 0, -12.9858844554155573, 1.03460750057699821e-37)]
    [InlineData(50, 1, -12.0530183809244837, 9.44341465958438568e-33)]
    [InlineData(50, 12, -5.6809922910332822, 1.888225976835228e-8)]
    [InlineData(50, 24, -0.221045181644543222, 0.172125851992443183)]
    [InlineData(100, 0, -18.9596362173877059, 3.33327034834383817e-79)]
    [InlineData(100, 1, -18.1355915268823581, 1.1130673861390254e-72)]
    [InlineData(100, 25, -7.88599656755209503, 4.25900898579595875e-15)]
    [InlineData(100, 49, -0.156689025434773101, 0.123496941528610556)]
    public void Nodes_and_weights_have_all_their_digits(int count, int index, double node, double weight)
    {
        GaussHermite rule = GaussHermite.Of(count);
        Assert.Equal(1, rule.Nodes[index] / node, 1e-14);
        Assert.Equal(1, rule.Weights[index] / weight, 1e-12);
        Assert.Equal(-rule.Nodes[index], rule.Nodes[count - 1 - index]);
        Assert.Equal(rule.Weights[index], rule.Weights[count - 1 - index]);
    }
}
