using GlmmDsl.Data;
using GlmmDsl.Printing;

namespace GlmmDsl.Tests.Printing;

public sealed class AbbreviationTests
{
    // What R 4.2 gives: abbreviate(c(..), 6).
    [Theory]
    [InlineData("PeriodSecond PeriodThird PeriodFourth", "PrdScn PrdThr PrdFrt")]
    [InlineData("(Intercept) ResultPoor ResultGood LetterAlpha LetterBeta", "(Intr) RsltPr RsltGd LttrAl LttrBt")]
    [InlineData("factor(period)2 factor(period)3", "fct()2 fct()3")]
    [InlineData("I(Days^2) Temperature x:Temperature log10(Dose)", "I(D^2) Tmprtr x:Tmpr l10(D)")]
    [InlineData("aeiouaeiou1 aeiouaeiou2 AAAAAAAA1 AAAAAAAA2 AAAAAAAA21", "aeiou1 aeiou2 AAAAAAAA1 AAAAAAAA2 AAAAAAAA21")]
    public void Names_are_cut_as_R_cuts_them_and_stay_apart(string names, string expected) =>
        Assert.Equal(expected.Split(' '), Abbreviation.Of([.. names.Split(' ')], 6));

    [Fact]
    public void Headings_of_correlations_tell_columns_apart()
    {
        Table table = Fits.Csv("y,Result,g\n1.2,Resulted,a\n2.4,Resulting,a\n2.9,Results,b\n1.1,Resulted,b\n2.2,Resulting,c\n3.4,Results,c\n2,Resulted,c\n");
        string text = MixedModel.Fit("y ~ Result + (1 | g)", table).ToString();

        string[] headings = text.Split("Correlation of fixed effects:\n")[1].Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, headings.Distinct().Count());
    }
}
