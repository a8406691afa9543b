import type { Language } from "./language.ts";

export const PORTUGUESE: Language = {
  tag: "pt",
  script: "Latn",
  share: 20,
  isbn: "89",
  openers: `a 145, o 125, os 38, as 30, um 10, uma 7, da 4, nas 2, no 3, na 3, como 4, do 3, em 2, por 2, para 2, ao 2, eu 1`,
  linkers: `de 110, do 52, da 52, e 48, a 16, das 15, dos 18, em 18, o 14, por 7, ao 7, na 12, no 11, sobre a 4, que 5, e a 5,
    de um 5, as 3, e o 5, os 3, para 8, à 5, nas 3, de uma 4, com 5, sobre o 4, aos 3, para a 3, nos 4, para o 2, um 5,
    uma 5, sem 2, ou 2, entre 2, e seus 2`,
  words: `história vida Brasil direito literatura Portugal mundo introdução estudo arte poesia obra política brasileira
    português contos educação século livro sociedade guia teoria cultura amor ciência desenvolvimento economia análise
    romance Lisboa Rio poemas memórias crônicas língua portuguesa social cidade tempo guerra homem mulher casa ensaios
    estudos África filosofia trabalho processo civil penal código saúde gestão meio ambiente pesquisa São Paulo João
    morte noite terra mar viagem viagens crianças escola ensino formação identidade memória nação povo estado império
    república colonial moderna novo nova grande pequeno segredo sonho luz sombra coração fogo água sol estrela céu
    música teatro cinema pintura arquitetura cozinha dicionário manual curso princípios métodos sistemas comunicação`,
  brevity: 0.9,
  volume: "vol. #",
  names: {
    given: `José João António Antônio Maria Manuel Carlos Luís Paulo Pedro Francisco Fernando Jorge Ana Marcos Eduardo
      Ricardo Roberto Sérgio Rui Nuno Miguel Rafael Mário Júlio Joaquim Augusto Alberto Álvaro Artur Cecília Clara
      Cláudia Cristina Daniel Diogo Eça Elisa Gilberto Helena Henrique Inês Isabel Lúcia Machado Marcelo Teresa Vasco`,
    surnames: `Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro Martins Carvalho
      Almeida Lopes Soares Fernandes Vieira Barbosa Rocha Dias Nascimento Andrade Moreira Nunes Marques Machado Mendes
      Freitas Cardoso Ramos Gonçalves Santana Teixeira Araújo Pinto Sousa Moura Correia Cunha Campos Castro Monteiro
      Tavares Pires Azevedo Coelho Fonseca Queiroz Guimarães Magalhães Figueiredo Vasconcelos Albuquerque Bandeira`,
    particles: "de 60, da 45, dos 25, do 12, e 4",
    twoSurnames: 0.25,
  },
  bodies: [
    "Universidade de *",
    "Instituto *",
    "Ministério da *",
    "Museu *",
    "Fundação *",
    "Câmara Municipal de *",
  ],
};
