using GlmmDsl.Design;

namespace GlmmDsl.Tests.Design;

public class ContrastsTests
{
    [Fact]
    public void Treatment_contrasts_compare_each_level_with_the_first() =>
        Assert.Equal([[0, 1, 0], [0, 0, 1]], Contrasts.Of(Coding.Treatment, 3));

    [Fact]
    public void Sum_contrasts_make_the_last_level_minus_the_others() =>
        Assert.Equal([[1, 0, 0, -1], [0, 1, 0, -1], [0, 0, 1, -1]], Contrasts.Of(Coding.Sum, 4));

    [Fact]
    public void Helmert_contrasts_compare_each_level_with_those_before() =>
        Assert.Equal([[-1, 1, 0, 0], [-1, -1, 2, 0], [-1, -1, -1, 3]], Contrasts.Of(Coding.Helmert, 4));

    [Fact]
    public void Polynomial_contrasts_of_five_levels_are_those_of_R()
    {
        double[][] expected =
        [
            [-0.63245553203367588, -0.31622776601683777, 0, 0.31622776601683783, 0.63245553203367588],
            [0.53452248382484879, -0.26726124191242440, -0.53452248382484868, -0.26726124191242440, 0.53452248382484879],
            [-0.31622776601683777, 0.63245553203367577, 0, -0.63245553203367599, 0.31622776601683783],
            [0.11952286093343928, -0.47809144373375756, 0.71713716560063634, -0.47809144373375728, 0.11952286093343928],
        ];

        double[][] contrasts = Contrasts.Of(Coding.Polynomial, 5);

        for (int j = 0; j < 4; j++)
        {
            for (int level = 0; level < 5; level++)
            {
                Assert.Equal(expected[j][level], contrasts[j][level], 1e-14);
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(12)]
    [InlineData(60)]
    public void Polynomial_contrasts_are_orthonormal_and_sum_to_zero_for_any_number_of_levels(int levels)
    {
        double[][] contrasts = Contrasts.Of(Coding.Polynomial, levels);

        for (int i = 0; i < levels - 1; i++)
        {
            Assert.Equal(0, contrasts[i].Sum(), 1e-12);
            for (int j = 0; j <= i; j++)
            {
                Assert.Equal(i == j ? 1 : 0, contrasts[i].Zip(contrasts[j], (a, b) => a * b).Sum(), 1e-12);
            }
        }
    }
}
