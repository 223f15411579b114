namespace GlmmDsl.Package.Tests;

/// <summary>Projects as strict, as old-fashioned and as awkwardly named as users have them.</summary>
[Collection(nameof(PackageFeed))]
public sealed class ConsumerTests(PackageFeed feed)
{
    // C# 11, nothing implicit, every rule of the compiler and of its style a warning. What is reported of the user's own code does not matter.
    private const string StrictProject = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <LangVersion>11</LangVersion>
            <Nullable>disable</Nullable>
            <ImplicitUsings>disable</ImplicitUsings>
            <CheckForOverflowUnderflow>true</CheckForOverflowUnderflow>
            <Features>strict</Features>
            <WarningLevel>9999</WarningLevel>
            <AnalysisMode>All</AnalysisMode>
            <AnalysisLevel>latest-all</AnalysisLevel>
            <EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>
            <GenerateDocumentationFile>true</GenerateDocumentationFile>
            <IsAotCompatible>true</IsAotCompatible>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="GlmmDsl" />
          </ItemGroup>
        </Project>
        """;

    private const string StrictCode = """
        using System;
        using GlmmDsl;

        [assembly: CLSCompliant(true)]
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("app")]

        namespace Shared
        {
            public enum Dose { None, Low, High }

            public sealed record Visit(double Score, double Week, Dose Dose, string Patient, int Site, DateOnly Day, bool Sick, int Count, [property: Ordered] Dose Rating, double? Age);

            [LinearMixedModel<Visit>("Score ~ Week * Dose + (Week | Patient) + (1 | Site/Patient)")]
            public sealed partial class Trial { }

            [LinearMixedModel<Visit>("Score ~ Day + Site + Age + I(Week^2) + poly(Week, 2) + (Dose || Patient)", Missing = MissingValues.Omit)]
            internal sealed partial class Inner { }

            [GeneralizedLinearMixedModel<Visit>("Sick ~ Week + (1 | Patient)", Family.Binomial)]
            public sealed partial class SickModel { }

            [GeneralizedLinearMixedModel<Visit>("Count ~ Week + (1 | Patient)", Family.NegativeBinomial2, ZeroInflation = "~ Dose", Dispersion = "~ Week")]
            public sealed partial class CountModel { }

            [GeneralizedLinearMixedModel<Visit>("Rating ~ Week + (1 | Patient)", Family.Cumulative)]
            public sealed partial class RatingModel { }
        }
        """;

    // A second project that sees the internals of the first, has models of the same names, and types whose names the generated code might have meant.
    private const string AppProject = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <RootNamespace>GlmmDsl</RootNamespace>
            <Nullable>enable</Nullable>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <GenerateDocumentationFile>true</GenerateDocumentationFile>
            <NoWarn>$(NoWarn);CS1591</NoWarn>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="GlmmDsl" />
            <ProjectReference Include="../strict/strict.csproj" />
          </ItemGroup>
        </Project>
        """;

    private const string AppCode = """
        using global::System.Linq;

        namespace GlmmDsl.Studies
        {
            public sealed class System;
            public sealed class GlmmDsl;
            public sealed class Math;
            public sealed class Double;
            public sealed class Coefficient;
            public sealed class Modeling;

            [global::GlmmDsl.LinearMixedModel<global::Shared.Visit>("Score ~ Week * Dose + (Week | Patient) + (1 | Site/Patient)")]
            public sealed partial class Trial;

            public static class Program
            {
                public static void Main()
                {
                    global::Shared.Visit[] rows = [.. Enumerable.Range(0, 120).Select(i => new global::Shared.Visit(
                        ((i * 7) % 11) + (i / 6 % 5) + (i % 6 * (i / 6 % 3)), i % 6, (global::Shared.Dose)(i / 6 % 3), "p" + (i / 6), i / 6 % 4, default, i % 2 == 0, i % 3, default, null))];
                    Trial.RemlFit own = Trial.FitReml(rows);
                    global::Shared.Trial.RemlFit shared = global::Shared.Trial.FitReml(rows);
                    global::System.Console.WriteLine(own.Coefficients.Week_DoseHigh.Estimate == shared.Coefficients.Week_DoseHigh.Estimate);
                    global::System.Console.WriteLine(global::GlmmDsl.Inference.ModelComparison.Aic(own.Result, shared.Result) is { } && typeof(global::Shared.Inner).IsNotPublic);
                }
            }
        }
        """;

    [Fact]
    public void Generated_code_causes_no_diagnostic_in_strict_projects_and_clashes_with_nothing_of_theirs()
    {
        string folder = feed.NewFolder("consumers");
        File.WriteAllText(Path.Combine(folder, "Directory.Packages.props"), $"""
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
                <CentralPackageTransitivePinningEnabled>true</CentralPackageTransitivePinningEnabled>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageVersion Include="GlmmDsl" Version="{PackageFeed.Version}" />
              </ItemGroup>
            </Project>
            """);
        Write(folder, "strict", StrictProject, StrictCode);
        File.WriteAllText(Path.Combine(folder, "strict", ".editorconfig"), "root = true\n[*.cs]\ndotnet_analyzer_diagnostic.severity = warning\n");
        string app = Write(folder, "app", AppProject, AppCode);

        (int built, string output) = PackageFeed.Dotnet(app, "build -v q --nologo");
        Assert.True(built == 0, output);
        // The rules did run, on the user's code.
        Assert.Contains("Program.cs(", output, StringComparison.Ordinal);
        Assert.DoesNotContain(".g.cs(", output, StringComparison.Ordinal);

        (int ran, string printed) = PackageFeed.Dotnet(app, "run --no-build");
        Assert.Equal((0, "True True"), (ran, string.Join(' ', printed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
    }

    private static string Write(string folder, string name, string project, string code)
    {
        string at = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        File.WriteAllText(Path.Combine(at, name + ".csproj"), project);
        File.WriteAllText(Path.Combine(at, "Program.cs"), code);
        return at;
    }
}
