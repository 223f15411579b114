using GlmmDsl.Analyzers.Fits;
using GlmmDsl.Analyzers.Tests.Comparisons;
using GlmmDsl.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Analyzers.Tests.Fits;

/// <summary>Only members that name fits, or what holds them, are looked into.</summary>
public class FitWordsTests
{
    [Fact]
    public void Members_that_cannot_touch_a_fit_are_not_looked_into()
    {
        string source = ComparisonSource.Of("", """
            private static double first = Read();
            private static double Read() => 1;
            private static double second = Plain.FitReml([]).Aic.Value;
            private static bool IsLess => first < Read();
            private static bool IsBest => second < 1;
            private static double Twice(double x) { double y = x; return y - x; }
            """);
        SyntaxTree tree = CSharpSyntaxTree.ParseText(source, TestCompilation.ParseOptions);
        FitWords words = FitWords.Of(tree, CancellationToken.None);
        string[] touching = [.. tree.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>()
            .Where(member => member is BaseFieldDeclarationSyntax or PropertyDeclarationSyntax or MethodDeclarationSyntax && words.Touch(member))
            .Select(member => member.ToString().Split(' ')[3])];
        Assert.Equal(["second", "IsBest"], touching);
    }
}
