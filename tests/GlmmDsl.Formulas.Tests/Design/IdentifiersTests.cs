using System.Globalization;

namespace GlmmDsl.Formulas.Tests.Design;

public class IdentifiersTests
{
    [Theory]
    [InlineData("(Intercept)", "Intercept")]
    [InlineData("Intercept", "Intercept_")]
    [InlineData("Days", "Days")]
    [InlineData("Week:ArmDrug", "Week_ArmDrug")]
    [InlineData("I(Days^2)", "Days_pow_2")]
    [InlineData("log(Dose)", "log_Dose")]
    [InlineData("poly(Days, 2)1", "poly_Days_2_1")]
    [InlineData("Arm.L", "Arm_L")]
    [InlineData("Dose^4", "Dose_pow_4")]
    [InlineData("smokerTRUE", "smokerTrue")]
    [InlineData("smokerFALSE:Week", "smokerFalse_Week")]
    [InlineData("I(week > 2)TRUE", "week_gt_2_True")]
    [InlineData("I(week >= 2)TRUE", "week_ge_2_True")]
    [InlineData("I(week < 2)TRUE", "week_lt_2_True")]
    [InlineData("I(week <= 2)TRUE", "week_le_2_True")]
    [InlineData("I(arm == \"drug\")TRUE", "arm_eq_drug_True")]
    [InlineData("I(arm != \"drug\")TRUE", "arm_ne_drug_True")]
    [InlineData("I((temp - 200)/10)", "temp_minus_200_over_10")]
    [InlineData("sin(2 * pi * Time)", "sin_2_times_pi_times_Time")]
    [InlineData("log(total.fruits + 1)", "log_total_fruits_plus_1")]
    [InlineData("factor(nutrient)8:amdunclipped", "factor_nutrient_8_amdunclipped")]
    [InlineData("b:a", "b_a")]
    [InlineData("class", "@class")]
    [InlineData("record", "record")]
    [InlineData("308", "_308")]
    [InlineData("_x_", "_x_")]
    [InlineData("größe", "größe")]
    [InlineData("время", "время")]
    [InlineData("1ª dose", "_1ª_dose")]
    [InlineData("a  --> b", "a_minus_minus_gt_b")]
    [InlineData("😀", "_")]
    [InlineData("", "_")]
    [InlineData("HI(x)", "HI_x")]
    [InlineData("CONSTRUED", "CONSTRUED")]
    public void A_name_becomes_an_identifier(string name, string identifier) => Assert.Equal(identifier, Identifiers.Of(name));

    [Fact]
    public void Equal_identifiers_are_numbered_and_members_not_hidden()
    {
        IReadOnlyList<string> identifiers = Identifiers.OfAll(
            ["(Intercept)", "Intercept", "a.b", "a_b", "a:b", "a_b_2", "Count", "Count_", "int", "Equals"],
            new HashSet<string> { "Count", "Equals" });

        Assert.Equal(["Intercept", "Intercept_", "a_b", "a_b_3", "a_b_4", "a_b_2", "Count_", "Count__2", "@int", "Equals_"], identifiers);
    }

    [Fact]
    public void Accessors_of_other_members_are_not_hidden() =>
        Assert.Equal(["x", "get_x_", "set_x_", "get_y"], Identifiers.OfAll(["x", "get_x", "set.x", "get_y"], new HashSet<string>()));

    [Fact]
    public void Any_names_give_distinct_valid_identifiers()
    {
        const string letters = "ab:^.()1 _I+>=éTRUE";
        var random = new Random(7);
        for (int i = 0; i < 500; i++)
        {
            string[] names = Enumerable.Range(0, 20)
                .Select(_ => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => letters[random.Next(letters.Length)])))
                .ToArray();
            var reserved = new HashSet<string> { "a", "b_2" };

            IReadOnlyList<string> identifiers = Identifiers.OfAll(names, reserved);

            Assert.Equal(names.Length, identifiers.Distinct().Count());
            Assert.All(identifiers, identifier => Assert.Matches(@"^@?[\p{L}_][\p{L}\p{Nd}_]*$", identifier));
            Assert.DoesNotContain(identifiers, reserved.Contains);
        }
    }

    [Fact]
    public void Culture_does_not_matter()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
            Assert.Equal("I_i", Identifiers.Of("I:i"));
            Assert.Equal("@interface", Identifiers.Of("interface"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
